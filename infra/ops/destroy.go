package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"switchboard/infra/ops/account"
)

// destroy takes a stage down, after its name has been typed. Whether it keeps its data is asked of what is deployed, and
// before anything is touched: the stage's file here may say something else by now.
func destroy(ctx context.Context, o *operation) error {
	number, who, err := o.Caller(ctx)
	if err != nil {
		return fmt.Errorf("these credentials are not taken: sign in again: %w", err)
	}
	o.say("account %s, region %s, as %s", number, o.Config.Region, who)
	keeps, err := o.mayGo(ctx)
	if err != nil {
		return err
	}
	if keeps {
		fmt.Printf("Stage %s keeps its tables, buckets and people when its stacks go; functions' logs and what lies in the queues go. Delete what stays by hand, when nobody needs it.\n", o.stage)
	} else {
		fmt.Printf("Stage %s loses everything: tables, transcripts, people, logs. Nothing of it can be brought back.\n", o.stage)
	}
	fmt.Printf("What stays in any case: the CDK's bootstrap stack, which other applications may use, and API Gateway's log role if this stage made it.\nType the stage's name to go on: ")
	typed, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && typed == "" {
		return errors.New("\nnobody typed the name, so nothing was touched")
	}
	if strings.TrimSpace(typed) != o.stage {
		return fmt.Errorf("%q is not %q: nothing was touched", strings.TrimSpace(typed), o.stage)
	}
	out, err := o.synthesise(ctx)
	if err != nil {
		return err
	}
	if err := o.takeDown(ctx, out, keeps); err != nil {
		return fmt.Errorf("not all of it is gone: make destroy STAGE=%s goes on from here: %w", o.stage, err)
	}
	o.say("stage %s is gone", o.stage)
	return nil
}

// mayGo refuses a stage that is not there or whose deletion is refused, and reports whether any of its data stays.
func (o *operation) mayGo(ctx context.Context) (keeps bool, err error) {
	there, locked := 0, ""
	for _, part := range parts {
		s, err := o.Stack(ctx, o.stack(part))
		if errors.Is(err, account.ErrNoStack) {
			continue
		}
		if err != nil {
			return false, err
		}
		there++
		if s.Locked {
			locked += "\n  " + unlocking(s.Name)
		}
		if part == "Data" {
			if keeps, err = o.Keeps(ctx, s.Name, "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool"); err != nil {
				return false, err
			}
		}
	}
	if there == 0 {
		return false, fmt.Errorf("there is nothing of stage %s in region %s of this account", o.stage, o.Config.Region)
	}
	if locked != "" {
		return false, fmt.Errorf("nothing was touched: stage %s is protected from deletion. If it is to go:%s", o.stage, locked)
	}
	return keeps, nil
}

// unlocking is the command that lifts a stack's protection.
func unlocking(stack string) string {
	return "aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name " + stack
}

// tries is how often Data's buckets are emptied: S3 goes on writing what it logged for a while after nobody uses them.
const tries = 3

// takeDown deletes first what writes into Data's buckets, then these, then Data. Whatever fails, it may be run again.
func (o *operation) takeDown(ctx context.Context, out string, keeps bool) error {
	if !keeps {
		if err := o.emptyBuckets(ctx, "Web"); err != nil {
			return err
		}
	}
	o.say("deleting Watch, Api and Web; CloudFront takes some minutes")
	if err := o.cdk(ctx, "destroy", o.stack("Watch"), o.stack("Api"), o.stack("Web"), "--force", "--app", out); err != nil {
		return err
	}
	for try := 1; ; try++ {
		if !keeps {
			if err := o.emptyBuckets(ctx, "Data"); err != nil {
				return err
			}
		}
		o.say("deleting Data")
		err := o.cdk(ctx, "destroy", o.stack("Data"), "--force", "--app", out)
		if err == nil || keeps || try == tries || ctx.Err() != nil {
			return err
		}
		o.say("%s is still there; its buckets are emptied again", o.stack("Data"))
	}
}

// emptyBuckets deletes every object and version in a stack's buckets, because S3 deletes only empty ones; the one for
// access logs last, because emptying the others is logged there.
func (o *operation) emptyBuckets(ctx context.Context, part string) error {
	made, err := o.Physical(ctx, o.stack(part), "AWS::S3::Bucket")
	if err != nil {
		return err
	}
	slices.SortFunc(made, func(a, b string) int {
		logs := func(name string) int { return strings.Count(name, "accesslogs") }
		return cmp.Or(logs(a)-logs(b), strings.Compare(a, b))
	})
	client := o.bucketClient()
	for _, bucket := range made {
		n, err := emptyBucket(ctx, client, bucket)
		if account.Is(err, "NoSuchBucket") { // deleted by hand, or never made
			continue
		}
		if err != nil {
			return fmt.Errorf("emptying %s: %w", bucket, err)
		}
		o.say("%s: %d objects and versions deleted", bucket, n)
	}
	return nil
}

func emptyBucket(ctx context.Context, client *s3.Client, bucket string) (int, error) {
	list := s3.NewListObjectVersionsPaginator(client, &s3.ListObjectVersionsInput{Bucket: aws.String(bucket)})
	count := 0
	for list.HasMorePages() {
		page, err := list.NextPage(ctx)
		if err != nil {
			return count, err
		}
		var gone []types.ObjectIdentifier
		for _, v := range page.Versions {
			gone = append(gone, types.ObjectIdentifier{Key: v.Key, VersionId: v.VersionId})
		}
		for _, m := range page.DeleteMarkers {
			gone = append(gone, types.ObjectIdentifier{Key: m.Key, VersionId: m.VersionId})
		}
		if err := deleteAll(ctx, client, bucket, gone); err != nil {
			return count, err
		}
		count += len(gone)
	}
	return count, nil
}
