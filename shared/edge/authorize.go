package edge

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
)

// Authorize lets a handshake through whose ticket is good, and hands its identity to every later event of the socket. A
// ticket that is not good is denied and is no error: else whoever makes one up would be counted as a failure of ours. A
// browser does not tell its page a 401 from a 403.
func Authorize(take func(ctx context.Context, ticket, origin string) (session.Identity, error)) Handler {
	return func(ctx context.Context, payload []byte) ([]byte, error) {
		e, err := event[events.APIGatewayCustomAuthorizerRequestTypeRequest](payload)
		if err != nil {
			return nil, err
		}
		id, err := take(ctx, ticketIn(header(e.Headers, "Sec-WebSocket-Protocol")), header(e.Headers, "Origin"))
		if f := fault.Of(err); err != nil {
			noteOf(ctx).refusal = f.Kind
			if f.Kind != fault.Unauthorized && f.Kind != fault.Forbidden {
				return nil, err
			}
			return json.Marshal(policy("Deny", e.MethodArn, "", nil))
		}
		noteOf(ctx).role = string(id.Role)
		return json.Marshal(policy("Allow", e.MethodArn, id.Person, id.Context()))
	}
}

// ticketIn finds the ticket among the subprotocols that a client offers.
func ticketIn(offered string) string {
	for p := range strings.SplitSeq(offered, ",") {
		if ticket, ok := strings.CutPrefix(strings.TrimSpace(p), protocol.TicketPrefix); ok {
			return ticket
		}
	}
	return ""
}

func header(headers map[string]string, name string) string {
	for k, v := range headers {
		if strings.EqualFold(k, name) {
			return v
		}
	}
	return ""
}

func policy(effect, arn, principal string, context map[string]any) events.APIGatewayCustomAuthorizerResponse {
	return events.APIGatewayCustomAuthorizerResponse{
		PrincipalID: principal, Context: context,
		PolicyDocument: events.APIGatewayCustomAuthorizerPolicy{Version: "2012-10-17", Statement: []events.IAMPolicyStatement{
			{Action: []string{"execute-api:Invoke"}, Effect: effect, Resource: []string{arn}},
		}},
	}
}
