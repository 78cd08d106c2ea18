package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// What SQS bounds. maxBody is the size that SQS had for years; newer accounts may send more.
const (
	maxBatch = 10
	maxDelay = 900
	maxBody  = 256 << 10
)

// problem is a refusal in the form that the SDK reads.
type problem struct {
	code    string // shape name, which the SDK turns into a type
	query   string // the older name that goes with it, if it differs
	message string
}

func (p *problem) Error() string { return p.code + ": " + p.message }

func invalid(name, format string, args ...any) *problem {
	return &problem{code: "InvalidParameterValue",
		message: fmt.Sprintf("Value for parameter %s is invalid. Reason: ", name) + fmt.Sprintf(format, args...)}
}

// Listen serves the endpoint on 127.0.0.1 until stop is called; port 0 takes a free one.
func (q *Queue) Listen(port int) (endpoint string, stop func(context.Context) error, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return "", nil, fmt.Errorf("queue: %w", err)
	}
	endpoint = "http://" + listener.Addr().String()
	q.mu.Lock()
	q.endpoint = endpoint
	q.mu.Unlock()
	server := &http.Server{Handler: q, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			q.cfg.Log.Error("timer queue", "error", err)
		}
	}()
	return endpoint, server.Shutdown, nil
}

// URL is the queue's address as clients name it; only its last part, the queue's name, counts.
func (q *Queue) URL() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.endpoint + "/" + account + "/" + q.cfg.Name
}

// ServeHTTP answers SendMessage, SendMessageBatch, GetQueueUrl and GetQueueAttributes. Signatures are not checked.
func (q *Queue) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer, err := q.answer(w, r)
	if err != nil {
		refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	w.Header().Set("x-amzn-RequestId", identity())
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		q.cfg.Log.Error("timer queue", "error", err)
	}
}

func (q *Queue) answer(w http.ResponseWriter, r *http.Request) (any, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4<<20))
	if err != nil {
		return nil, &problem{code: "BatchRequestTooLong", query: "AWS.SimpleQueueService.BatchRequestTooLong", message: err.Error()}
	}
	action := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "AmazonSQS.")
	actions := map[string]func([]byte) (any, error){
		"SendMessage": q.sendMessage, "SendMessageBatch": q.sendMessageBatch,
		"GetQueueAttributes": q.getQueueAttributes, "GetQueueUrl": q.getQueueURL,
	}
	act := actions[action]
	if act == nil {
		return nil, &problem{code: "InvalidAction", message: fmt.Sprintf("The action %q is not valid for this endpoint.", action)}
	}
	return act(body)
}

func refuse(w http.ResponseWriter, err error) {
	status, p := http.StatusBadRequest, &problem{}
	if !errors.As(err, &p) {
		status, p = http.StatusInternalServerError, &problem{code: "InternalFailure", message: err.Error()}
	}
	older := p.query
	if older == "" {
		older = p.code
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	w.Header().Set("x-amzn-RequestId", identity())
	w.Header().Set("x-amzn-query-error", older+";Sender")
	w.WriteHeader(status)
	// The connection is all that can fail here, and nobody is left to be told.
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": "com.amazonaws.sqs#" + p.code, "message": p.message})
}

// checkBody holds a body to SQS's limits: 1 byte to 256 KiB of characters that XML could carry.
func checkBody(body string) *problem {
	if body == "" {
		return &problem{code: "MissingParameter", message: "The request must contain the parameter MessageBody."}
	}
	if len(body) > maxBody {
		return invalid("MessageBody", "One or more parameters cannot be validated. Message must be shorter than %d bytes.", maxBody)
	}
	if !utf8.ValidString(body) || strings.ContainsFunc(body, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r'
	}) {
		return &problem{code: "InvalidMessageContents", message: "The message contains characters outside the allowed set."}
	}
	return nil
}

func checkDelay(seconds int) *problem {
	if seconds < 0 || seconds > maxDelay {
		return invalid("DelaySeconds", "DelaySeconds must be >= 0 and <= %d.", maxDelay)
	}
	return nil
}
