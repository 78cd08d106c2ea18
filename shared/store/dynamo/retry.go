package dynamo

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Eight attempts wait 1.6 s in the mean and 3.2 s at most: long enough for a conflict or a burst to pass, far below
// the time that a function has.
const (
	maxAttempts = 8
	firstWait   = 25 * time.Millisecond
	longestWait = time.Second
)

// once keeps the SDK from retrying, see the package's doc.
func once(o *dynamodb.Options) { o.Retryer = aws.NopRetryer{} }

// outcome is what is known after an attempt.
type outcome int

const (
	decided outcome = iota // done, or refused for good; also before the first attempt
	nothing                // surely nothing was written, and the next attempt may succeed
	unknown                // it may have been written
)

// replay says whether a request whose outcome is unknown may be sent again.
type replay bool

const (
	harmless replay = true
	harmful  replay = false
)

// try sends until there is an answer, the attempts are used up, or the context would end during the next wait; then
// the last error is returned. send is told how the attempt before it ended.
func (d *Driver) try(ctx context.Context, r replay, send func(last outcome) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	last := decided
	for attempt := 1; ; attempt++ {
		err := send(last)
		if err == nil {
			return nil
		}
		last = outcomeOf(err)
		if last == decided || last == unknown && r == harmful || attempt == maxAttempts {
			return err
		}
		if d.pause(ctx, attempt) != nil {
			return err
		}
	}
}

// pause waits with full jitter, or says at once that the context does not allow it.
func (d *Driver) pause(ctx context.Context, attempt int) error {
	most := min(firstWait<<(attempt-1), longestWait)
	delay := time.Duration(d.random(int64(most)))
	if deadline, ok := ctx.Deadline(); ok && d.now().Add(delay).After(deadline) {
		return context.DeadlineExceeded
	}
	return d.wait(ctx, delay)
}

func wait(ctx context.Context, delay time.Duration) error {
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Reasons for which DynamoDB cancels a transaction.
const conditionFailed = "ConditionalCheckFailed"

var passing = map[string]bool{
	"TransactionConflict": true, "ThrottlingError": true, "ProvisionedThroughputExceeded": true, "RequestLimitExceeded": true,
}

// outcomeOf sorts errors. The SDK counts TransactionInProgress as throttling, but there our own first attempt is at work.
func outcomeOf(err error) outcome {
	var cancelled *types.TransactionCanceledException
	var conflict *types.TransactionConflictException
	var elsewhere *types.ReplicatedWriteConflictException
	var working *types.TransactionInProgressException
	switch {
	case errors.As(err, &cancelled):
		return outcomeOfCancelled(cancelled)
	case errors.As(err, &conflict), errors.As(err, &elsewhere):
		return nothing
	case errors.As(err, &working):
		return unknown
	case throttled.IsErrorThrottle(err) == aws.TrueTernary, notSent(err):
		return nothing
	case retryable.IsErrorRetryable(err) == aws.TrueTernary:
		return unknown
	}
	return decided
}

var (
	throttled = retry.IsErrorThrottles(retry.DefaultThrottles)
	retryable = retry.IsErrorRetryables(retry.DefaultRetryables)
)

// outcomeOfCancelled waits for a passing reason to pass even if a condition failed too: others beside it may not have
// been looked at. A reason of another kind will not pass.
func outcomeOfCancelled(c *types.TransactionCanceledException) outcome {
	found := decided
	for _, reason := range c.CancellationReasons {
		switch code := aws.ToString(reason.Code); {
		case passing[code]:
			found = nothing
		case code != "" && code != "None" && code != conditionFailed:
			return decided
		}
	}
	return found
}

// notSent is true of a request that found nobody to connect to.
func notSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial" && !errors.Is(err, context.Canceled)
}
