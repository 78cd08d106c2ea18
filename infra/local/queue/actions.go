package queue

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"
)

type sent struct {
	ID        string `json:"Id,omitempty"`
	MessageID string `json:"MessageId"`
	MD5       string `json:"MD5OfMessageBody"`
}

type refused struct {
	ID      string `json:"Id"`
	Code    string `json:"Code"`
	Message string `json:"Message"`
	Sender  bool   `json:"SenderFault"`
}

func decode(body []byte, into any) error {
	if err := json.Unmarshal(body, into); err != nil {
		return &problem{code: "SerializationException", message: "the request is no such JSON: " + err.Error()}
	}
	return nil
}

// known refuses a queue that is not this one.
func (q *Queue) known(url string) error {
	if url == "" {
		return &problem{code: "MissingParameter", message: "The request must contain the parameter QueueUrl."}
	}
	if url[strings.LastIndex(url, "/")+1:] != q.cfg.Name {
		return &problem{code: "QueueDoesNotExist", query: "AWS.SimpleQueueService.NonExistentQueue",
			message: "The specified queue does not exist."}
	}
	return nil
}

func (q *Queue) sendMessage(body []byte) (any, error) {
	var in struct {
		QueueURL string `json:"QueueUrl"`
		Body     string `json:"MessageBody"`
		Delay    int    `json:"DelaySeconds"`
	}
	if err := decode(body, &in); err != nil {
		return nil, err
	}
	if err := q.known(in.QueueURL); err != nil {
		return nil, err
	}
	if p := check(in.Body, in.Delay); p != nil {
		return nil, p
	}
	return sent{MessageID: q.send(in.Body, time.Duration(in.Delay)*time.Second), MD5: digest(in.Body)}, nil
}

func check(body string, delay int) *problem {
	if p := checkBody(body); p != nil {
		return p
	}
	return checkDelay(delay)
}

type entry struct {
	ID    string `json:"Id"`
	Body  string `json:"MessageBody"`
	Delay int    `json:"DelaySeconds"`
}

func (q *Queue) sendMessageBatch(body []byte) (any, error) {
	var in struct {
		QueueURL string  `json:"QueueUrl"`
		Entries  []entry `json:"Entries"`
	}
	if err := decode(body, &in); err != nil {
		return nil, err
	}
	if err := q.known(in.QueueURL); err != nil {
		return nil, err
	}
	if err := checkEntries(in.Entries); err != nil {
		return nil, err
	}
	out := struct {
		Successful []sent    `json:"Successful"`
		Failed     []refused `json:"Failed"`
	}{[]sent{}, []refused{}}
	for _, e := range in.Entries {
		if p := check(e.Body, e.Delay); p != nil {
			out.Failed = append(out.Failed, refused{ID: e.ID, Code: p.code, Message: p.message, Sender: true})
			continue
		}
		id := q.send(e.Body, time.Duration(e.Delay)*time.Second)
		out.Successful = append(out.Successful, sent{ID: e.ID, MessageID: id, MD5: digest(e.Body)})
	}
	return out, nil
}

var entryID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}$`)

// checkEntries is what fails a batch as a whole.
func checkEntries(entries []entry) error {
	older := "AWS.SimpleQueueService."
	if len(entries) == 0 {
		return &problem{"EmptyBatchRequest", older + "EmptyBatchRequest", "There should be at least one SendMessageBatchRequestEntry in the request."}
	}
	if len(entries) > maxBatch {
		return &problem{"TooManyEntriesInBatchRequest", older + "TooManyEntriesInBatchRequest",
			"Maximum number of entries per request are 10. You have sent " + strconv.Itoa(len(entries)) + "."}
	}
	seen, size := make(map[string]bool), 0
	for _, e := range entries {
		size += len(e.Body)
		if !entryID.MatchString(e.ID) {
			return &problem{"InvalidBatchEntryId", older + "InvalidBatchEntryId", "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long."}
		}
		if seen[e.ID] {
			return &problem{"BatchEntryIdsNotDistinct", older + "BatchEntryIdsNotDistinct", "Id " + e.ID + " repeated."}
		}
		seen[e.ID] = true
	}
	if size > maxBody {
		return &problem{"BatchRequestTooLong", older + "BatchRequestTooLong", "Batch requests cannot be longer than " + strconv.Itoa(maxBody) + " bytes."}
	}
	return nil
}

func (q *Queue) getQueueURL(body []byte) (any, error) {
	var in struct {
		Name string `json:"QueueName"`
	}
	if err := decode(body, &in); err != nil {
		return nil, err
	}
	if err := q.known(in.Name); err != nil {
		return nil, err
	}
	return map[string]string{"QueueUrl": q.URL()}, nil
}

func (q *Queue) getQueueAttributes(body []byte) (any, error) {
	var in struct {
		QueueURL string   `json:"QueueUrl"`
		Names    []string `json:"AttributeNames"`
	}
	if err := decode(body, &in); err != nil {
		return nil, err
	}
	if err := q.known(in.QueueURL); err != nil {
		return nil, err
	}
	all, chosen := q.attributes(), make(map[string]string)
	for _, name := range in.Names {
		value, found := all[name]
		if name != "All" && !found {
			return nil, &problem{code: "InvalidAttributeName", message: "Unknown Attribute " + name + "."}
		}
		if name == "All" {
			return map[string]any{"Attributes": all}, nil
		}
		chosen[name] = value
	}
	return map[string]any{"Attributes": chosen}, nil
}

func (q *Queue) attributes() map[string]string {
	q.mu.Lock()
	defer q.mu.Unlock()
	now, due := q.cfg.Now(), 0
	for _, m := range q.waiting {
		if !m.at.After(now) {
			due++
		}
	}
	return map[string]string{
		"ApproximateNumberOfMessages":           strconv.Itoa(due),
		"ApproximateNumberOfMessagesDelayed":    strconv.Itoa(len(q.waiting) - due),
		"ApproximateNumberOfMessagesNotVisible": strconv.Itoa(len(q.inFlight)),
		"QueueArn":                              q.arn(),
		"VisibilityTimeout":                     strconv.Itoa(int(q.cfg.Visibility.Seconds())),
		"MaximumMessageSize":                    strconv.Itoa(maxBody),
		"DelaySeconds":                          "0",
	}
}
