package account

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
)

// Line is a line of a log.
type Line struct {
	Timestamp int64 // milliseconds
	Message   string
}

// Lines are those of a log group since a time, oldest first. A group that is not there has none.
func (a *Account) Lines(ctx context.Context, group string, since time.Time) ([]Line, error) {
	var all []Line
	pages := cloudwatchlogs.NewFilterLogEventsPaginator(a.logs, &cloudwatchlogs.FilterLogEventsInput{
		LogGroupName: aws.String(group), StartTime: aws.Int64(since.UnixMilli()),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if Is(err, "ResourceNotFoundException") {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		for _, e := range page.Events {
			all = append(all, Line{aws.ToInt64(e.Timestamp), aws.ToString(e.Message)})
		}
	}
	return all, nil
}
