package account

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Object is a body as AWS writes it.
type Object = map[string]any

// target is an API that takes JSON and names its actions in a header.
type target struct{ id, host, signAs, prefix, version string }

var (
	people = target{"cognito_identity_provider", "cognito-idp.%s.amazonaws.com", "cognito-idp", "AWSCognitoIdentityProviderService", "1.1"}
	logs   = target{"cloudwatch_logs", "logs.%s.amazonaws.com", "logs", "Logs_20140328", "1.1"}
)

// ask calls an action and reads its answer into a value; nil drops the answer.
func (a *Account) ask(ctx context.Context, t target, action string, body Object, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	headers := map[string]string{"Content-Type": "application/x-amz-json-" + t.version, "X-Amz-Target": t.prefix + "." + action}
	answer, err := a.send(ctx, t.signAs, a.Config.Region, "POST", a.endpoint(t.id, fmt.Sprintf(t.host, a.Config.Region))+"/", headers, text)
	if err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	return read(answer, into)
}

// query calls one of the older APIs, which take a form and answer XML.
func (a *Account) query(ctx context.Context, api, version, action string, fields url.Values) (string, error) {
	form := url.Values{"Action": {action}, "Version": {version}}
	for name, values := range fields {
		form[name] = values
	}
	host := fmt.Sprintf("%s.%s.amazonaws.com", api, a.Config.Region)
	headers := map[string]string{"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
	answer, err := a.send(ctx, api, a.Config.Region, "POST", a.endpoint(api, host)+"/", headers, []byte(form.Encode()))
	if err != nil {
		return "", fmt.Errorf("%s: %w", action, err)
	}
	return string(answer), nil
}

// rest calls an API that names things by paths.
func (a *Account) rest(ctx context.Context, api, method, path string, body []byte, into any) error {
	host := fmt.Sprintf("%s.%s.amazonaws.com", api, a.Config.Region)
	headers := map[string]string{"Content-Type": "application/json"}
	answer, err := a.send(ctx, api, a.Config.Region, method, a.endpoint(api, host)+path, headers, body)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return read(answer, into)
}

func read(answer []byte, into any) error {
	if into == nil || len(answer) == 0 {
		return nil
	}
	return json.Unmarshal(answer, into)
}

// Invalidate has CloudFront fetch paths of a distribution anew.
func (a *Account) Invalidate(ctx context.Context, distribution, reference string, paths ...string) error {
	slices.Sort(paths)
	var items strings.Builder
	for _, p := range paths {
		items.WriteString("<Path>" + p + "</Path>")
	}
	body := fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?><InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">`+
		`<Paths><Quantity>%d</Quantity><Items>%s</Items></Paths><CallerReference>%s</CallerReference></InvalidationBatch>`, len(paths), items.String(), reference)
	address := a.endpoint("cloudfront", "cloudfront.amazonaws.com") + "/2020-05-31/distribution/" + url.PathEscape(distribution) + "/invalidation"
	_, err := a.send(ctx, "cloudfront", "us-east-1", "POST", address, map[string]string{"Content-Type": "application/xml"}, []byte(body))
	return err
}
