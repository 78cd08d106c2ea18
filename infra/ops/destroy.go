package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// destroy takes a stage down, after its name has been typed. What a stage that keeps its data leaves behind is said
// before and after.
func destroy(ctx context.Context, o *operation) error {
	out, err := o.synthesise(ctx)
	if err != nil {
		return err
	}
	keeps, err := keepsData(filepath.Join(out, o.stack("Data")+".template.json"))
	if err != nil {
		return err
	}
	if keeps {
		fmt.Printf("Stage %s keeps its tables, transcripts, failures, people and their logs when its stacks go, and its stacks refuse to go: switch termination protection off in CloudFormation first. Delete what stays by hand, when nobody needs it.\n", o.stage)
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
	if !keeps {
		if err := o.emptyBuckets(ctx); err != nil {
			return err
		}
	}
	return o.cdk(ctx, "destroy", "--all", "--force", "--app", out)
}

// keepsData asks the template what becomes of the tables.
func keepsData(path string) (bool, error) {
	text, err := os.ReadFile(path) //nolint:gosec // what the CDK has just written
	return strings.Contains(string(text), `"DeletionPolicy": "Retain"`), err
}

// emptyBuckets deletes every object and version, because S3 deletes only empty buckets.
func (o *operation) emptyBuckets(ctx context.Context) error {
	client := o.bucketClient()
	for _, part := range []string{"Data", "Web"} {
		made, err := o.Physical(ctx, o.stack(part), "AWS::S3::Bucket")
		if err != nil {
			return err
		}
		slices.Sort(made)
		for _, bucket := range made {
			n, err := emptyBucket(ctx, client, bucket)
			if err != nil {
				return fmt.Errorf("emptying %s: %w", bucket, err)
			}
			o.say("%s: %d objects and versions deleted", bucket, n)
		}
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
