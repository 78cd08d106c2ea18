package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"switchboard/infra/ops/account"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// built is what make site writes; of it the site needs these folders.
const built = "web/dist"

var folders = []string{"console", "widget"}

// How long browsers and CloudFront keep a file: a name with a hash in it for good, every other five minutes.
const (
	forGood = "public, max-age=31536000, immutable"
	briefly = "public, max-age=300"
	never   = "no-store"
)

// kinds is the type of every kind of file that a build writes.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json; charset=utf-8", ".svg": "image/svg+xml; charset=utf-8", ".map": "application/json; charset=utf-8",
	".webmanifest": "application/manifest+json; charset=utf-8", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2",
	".mp3": "audio/mpeg", ".ogg": "audio/ogg",
}

// page is a file of the site as the bucket holds it.
type page struct {
	key, kind, keep string
	content         []byte
}

// upload puts the site into its bucket, with what the console must know of this stage, deletes what is no more, and has
// CloudFront fetch it anew. Files with a hash come first and pages last, so that no page names what is not there.
func (o *operation) upload(ctx context.Context, all map[string]string) error {
	pages, err := o.pages(all)
	if err != nil {
		return err
	}
	client := o.bucketClient()
	bucket := aws.String(all["SiteBucket"])
	kept := map[string]bool{}
	for _, last := range []bool{false, true} {
		for _, p := range pages {
			if (p.keep != forGood) != last {
				continue
			}
			kept[p.key] = true
			_, err := client.PutObject(ctx, &s3.PutObjectInput{
				Bucket: bucket, Key: aws.String(p.key), Body: bytes.NewReader(p.content), ContentType: aws.String(p.kind), CacheControl: aws.String(p.keep),
			})
			if err != nil {
				return fmt.Errorf("uploading %s: %w", p.key, err)
			}
		}
	}
	o.say("uploaded %d files to %s", len(pages), *bucket)
	if err := deleteOthers(ctx, client, *bucket, kept); err != nil {
		return err
	}
	reference := fmt.Sprintf("switchboard-%d", time.Now().UnixNano())
	if err := o.Invalidate(ctx, all["DistributionId"], reference, "/*"); err != nil {
		return fmt.Errorf("asking CloudFront to fetch the site anew: %w", err)
	}
	o.say("CloudFront fetches the site anew")
	return nil
}

func (o *operation) bucketClient() *s3.Client {
	return s3.NewFromConfig(o.Config, func(opts *s3.Options) { opts.UsePathStyle = account.Elsewhere() })
}

// pages is every file of the build, and config.json, which the console reads before anything else.
func (o *operation) pages(all map[string]string) ([]page, error) {
	var list []page
	root := os.DirFS(filepath.Join(o.root, built))
	for _, folder := range folders {
		err := fs.WalkDir(root, folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := fs.ReadFile(root, name)
			list = append(list, page{name, kindOf(name), keepOf(name), content})
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("the built site, %s: %w; run make site", built, err)
		}
	}
	config, err := json.Marshal(map[string]string{
		"api": all["ApiURL"], "clientId": all["UserPoolClientId"],
		"issuer": "https://cognito-idp." + o.Config.Region + ".amazonaws.com/" + all["UserPoolId"],
	})
	return append(list, page{"config.json", kindOf("config.json"), never, config}), err
}

func kindOf(name string) string {
	if kind, known := kinds[path.Ext(name)]; known {
		return kind
	}
	return "application/octet-stream"
}

// keepOf knows that a build puts what carries a hash into assets.
func keepOf(name string) string {
	if strings.Contains(name, "/assets/") {
		return forGood
	}
	return briefly
}

func deleteOthers(ctx context.Context, client *s3.Client, bucket string, kept map[string]bool) error {
	list := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: aws.String(bucket)})
	var gone []types.ObjectIdentifier
	for list.HasMorePages() {
		page, err := list.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, o := range page.Contents {
			if !kept[aws.ToString(o.Key)] {
				gone = append(gone, types.ObjectIdentifier{Key: o.Key})
			}
		}
	}
	return deleteAll(ctx, client, bucket, gone)
}

// deleteAll deletes objects, a thousand at a time, which is all that S3 takes at once.
func deleteAll(ctx context.Context, client *s3.Client, bucket string, list []types.ObjectIdentifier) error {
	for len(list) > 0 {
		n := min(len(list), 1000)
		answer, err := client.DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: aws.String(bucket), Delete: &types.Delete{Objects: list[:n], Quiet: aws.Bool(true)}})
		if err != nil {
			return err
		}
		if len(answer.Errors) > 0 {
			first := answer.Errors[0]
			return fmt.Errorf("%d objects of %s were not deleted, the first, %s, because of %s", len(answer.Errors), bucket, aws.ToString(first.Key), aws.ToString(first.Message))
		}
		list = list[n:]
	}
	return nil
}
