package edge

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"switchboard/shared/desk"
	"switchboard/shared/fault"
	"switchboard/shared/protocol"
	"switchboard/shared/session"
)

// Frame makes a handler of a verb that answers a frame: the answer, or an error frame that names the frame and what is
// wrong with it, goes back to its sender, and the socket lives on.
func Frame[F protocol.Frame, A any](verb func(context.Context, desk.Caller, F) (*A, error)) Handler {
	return func(ctx context.Context, payload []byte) ([]byte, error) {
		e, err := event[events.APIGatewayWebsocketProxyRequest](payload)
		if err != nil {
			return nil, err
		}
		answer, err := answerFrame(ctx, e, verb)
		if err != nil {
			return reply(refusal(ctx, e.Body, err))
		}
		if answer == nil {
			return json.Marshal(events.APIGatewayProxyResponse{StatusCode: http.StatusOK})
		}
		return reply(answer)
	}
}

func answerFrame[F protocol.Frame, A any](ctx context.Context, e events.APIGatewayWebsocketProxyRequest, verb func(context.Context, desk.Caller, F) (*A, error)) (*A, error) {
	by, err := caller(e.RequestContext, time.Now())
	if err != nil {
		return nil, err
	}
	frame, err := protocol.Decode[F](e.Body)
	n := noteOf(ctx)
	n.role, n.chat = string(by.Role), protocol.NameOf(e.Body).Chat
	if err != nil {
		return nil, err
	}
	return verb(ctx, by, frame)
}

// Notice makes a handler of a verb that answers nothing unless it refuses.
func Notice[F protocol.Frame](verb func(context.Context, desk.Caller, F) error) Handler {
	return Frame(func(ctx context.Context, by desk.Caller, f F) (*struct{}, error) { return nil, verb(ctx, by, f) })
}

// caller is who sent an event over a socket: the identity of its ticket, at the address that API Gateway saw.
func caller(rc events.APIGatewayWebsocketProxyRequestContext, now time.Time) (desk.Caller, error) {
	context, _ := rc.Authorizer.(map[string]any)
	id, err := session.FromContext(context, now)
	ticketed := id.Address
	if rc.Identity.SourceIP != "" {
		id.Address = rc.Identity.SourceIP
	}
	return desk.Caller{Identity: id, Conn: rc.ConnectionID, Ticketed: ticketed}, err
}

// reply sends a frame back to the one who asked, as the route's response.
func reply(frame any) ([]byte, error) {
	body, err := json.Marshal(frame)
	if err != nil {
		return nil, err
	}
	return json.Marshal(events.APIGatewayProxyResponse{StatusCode: http.StatusOK, Body: string(body)})
}

// refusal is the error frame that answers a frame. To API Gateway and Lambda an answered frame went well, whatever the
// answer: a failure of ours is counted here or nowhere.
func refusal(ctx context.Context, body string, err error) protocol.Error {
	f, n := Refused(ctx, err), protocol.NameOf(body)
	if f.Kind == fault.Internal {
		desk.Note(ctx, desk.FailedFrames, 1)
	}
	return protocol.Error{Type: "error", Re: n.Action, ID: n.ID, Chat: n.Chat, Kind: string(f.Kind), Message: f.Message, Field: f.Field}
}

// Connect answers a handshake that authorize let through: it only echoes the subprotocol. Registering is the first
// frame's business, because a push before the handshake ends would come back as gone.
func Connect() Handler {
	return func(context.Context, []byte) ([]byte, error) {
		return json.Marshal(events.APIGatewayProxyResponse{
			StatusCode: http.StatusOK, Headers: map[string]string{"Sec-WebSocket-Protocol": protocol.Subprotocol},
		})
	}
}

// Disconnect forgets a socket. Its identity may have expired meanwhile; the connection is forgotten all the same.
func Disconnect(verb func(context.Context, desk.Caller) error) Handler {
	return func(ctx context.Context, payload []byte) ([]byte, error) {
		e, err := event[events.APIGatewayWebsocketProxyRequest](payload)
		if err != nil {
			return nil, err
		}
		by, err := caller(e.RequestContext, time.Time{})
		noteOf(ctx).role = string(by.Role)
		if err == nil {
			err = verb(ctx, by)
		}
		if f := fault.Of(err); err != nil && f.Kind == fault.Internal {
			return nil, err
		}
		return json.Marshal(events.APIGatewayProxyResponse{StatusCode: http.StatusOK})
	}
}
