package account

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

// mappings are the ids of what hands a queue's or a stream's records to a function.
func (a *Account) mappings(ctx context.Context, function string) ([]*string, error) {
	var ids []*string
	pages := lambda.NewListEventSourceMappingsPaginator(a.functions, &lambda.ListEventSourceMappingsInput{FunctionName: aws.String(function)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, m := range page.EventSourceMappings {
			ids = append(ids, m.UUID)
		}
	}
	return ids, nil
}

// Switch switches a function's mappings on or off. It takes AWS up to a minute to act on it.
func (a *Account) Switch(ctx context.Context, function string, on bool) error {
	ids, err := a.mappings(ctx, function)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return fmt.Errorf("nothing is mapped to %s", function)
	}
	for _, id := range ids {
		if _, err := a.functions.UpdateEventSourceMapping(ctx, &lambda.UpdateEventSourceMappingInput{UUID: id, Enabled: aws.Bool(on)}); err != nil {
			return err
		}
	}
	return nil
}

// Reserve keeps so many of the account's concurrent runs for a function, which gets no more than these; 0 switches it off.
func (a *Account) Reserve(ctx context.Context, function string, n int) error {
	_, err := a.functions.PutFunctionConcurrency(ctx, &lambda.PutFunctionConcurrencyInput{
		FunctionName: aws.String(function), ReservedConcurrentExecutions: aws.Int32(int32(n)),
	})
	return err
}

// Reserved is how many concurrent runs a function keeps to itself; none if it is not there.
func (a *Account) Reserved(ctx context.Context, function string) (int, error) {
	answer, err := a.functions.GetFunctionConcurrency(ctx, &lambda.GetFunctionConcurrencyInput{FunctionName: aws.String(function)})
	if Is(err, "ResourceNotFoundException") {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return int(aws.ToInt32(answer.ReservedConcurrentExecutions)), nil
}

// Unreserve lets a function run as often at once as the account allows.
func (a *Account) Unreserve(ctx context.Context, function string) error {
	_, err := a.functions.DeleteFunctionConcurrency(ctx, &lambda.DeleteFunctionConcurrencyInput{FunctionName: aws.String(function)})
	return err
}

// Invoke runs a function with a payload and returns its answer; one that failed is an error with what it said.
func (a *Account) Invoke(ctx context.Context, function string, payload []byte) ([]byte, error) {
	answer, err := a.functions.Invoke(ctx, &lambda.InvokeInput{FunctionName: aws.String(function), Payload: payload})
	if err != nil {
		return nil, err
	}
	if answer.FunctionError == nil {
		return answer.Payload, nil
	}
	var failed struct{ ErrorType, ErrorMessage string }
	if json.Unmarshal(answer.Payload, &failed) != nil || failed.ErrorMessage == "" {
		failed.ErrorType, failed.ErrorMessage = *answer.FunctionError, string(answer.Payload)
	}
	return answer.Payload, fmt.Errorf("%s: %s: %s", function, failed.ErrorType, failed.ErrorMessage)
}

// Code is the hash of the code that a function's new environments run.
func (a *Account) Code(ctx context.Context, function string) (string, error) {
	answer, err := a.functions.GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: aws.String(function)})
	if err != nil {
		return "", err
	}
	return aws.ToString(answer.CodeSha256), nil
}

// Concurrency is how many functions may run at once in the account and region, and how many of them nobody has reserved.
func (a *Account) Concurrency(ctx context.Context) (limit, unreserved int, err error) {
	answer, err := a.functions.GetAccountSettings(ctx, &lambda.GetAccountSettingsInput{})
	if err != nil || answer.AccountLimit == nil {
		return 0, 0, err
	}
	return int(answer.AccountLimit.ConcurrentExecutions), int(aws.ToInt32(answer.AccountLimit.UnreservedConcurrentExecutions)), nil
}
