package gateway

import (
	"encoding/json"
	"net/http"
)

// refusal is an HTTP answer that is not a handshake; status 0 is none.
type refusal struct {
	status  int
	message string
}

// notice is the JSON of every word the gateway itself speaks, on a socket or
// in a refused handshake.
type notice struct {
	Message      string `json:"message"`
	ConnectionID string `json:"connectionId,omitempty"`
	RequestID    string `json:"requestId,omitempty"`
}

func refuse(w http.ResponseWriter, r refusal, connectionID, requestID string) {
	w.Header().Set("X-Amzn-ErrorType", errorType(r))
	w.Header().Set("X-Amzn-RequestId", requestID)
	if r.status == http.StatusUpgradeRequired {
		w.Header().Set("Upgrade", "websocket")
	}
	writeJSON(w, r.status, notice{r.message, connectionID, requestID})
}

func errorType(r refusal) string {
	switch r.status {
	case http.StatusUnauthorized:
		return "UnauthorizedException"
	case http.StatusForbidden:
		if r.message == missingToken {
			return "MissingAuthenticationTokenException"
		}
		return "ForbiddenException"
	case http.StatusTooManyRequests:
		return "LimitExceededException"
	case http.StatusInternalServerError, http.StatusBadGateway:
		return "InternalServerErrorException"
	case http.StatusGatewayTimeout:
		return "IntegrationTimeoutException"
	}
	return "BadRequestException"
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // a client that went away needs no answer
}
