// Command s3 is the object store of a Switchboard that runs on one machine: versitygw over a folder, on loopback.
// It is a program of its own because versitygw changes the working directory of the process it lives in, and it
// ends with SIGTERM. Objects are files below --dir; what a file system cannot say of them (type, tags) lies in
// extended attributes, or beside the folder where the file system has none.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/embedgw"
)

type options struct {
	port                        int
	dir, access, secret, region string
	buckets                     []string
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "s3:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	storer, posixOpts, err := layout(o)
	if err != nil {
		return err
	}
	backend, err := posix.New(o.dir, storer, posixOpts)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	return embedgw.RunVersityGW(ctx, backend, &embedgw.Config{
		RootUserAccess: o.access, RootUserSecret: o.secret, Region: o.region,
		Ports:          []string{fmt.Sprintf("127.0.0.1:%d", o.port)},
		MaxConnections: 1024, MaxRequests: 512, MultipartMaxParts: 10000,
		Quiet: true, KeepAlive: true, HealthPath: "/healthz",
	})
}

func parse(args []string) (o options, err error) {
	flags := flag.NewFlagSet("s3", flag.ContinueOnError)
	flags.IntVar(&o.port, "port", 0, "port on 127.0.0.1 to listen on")
	flags.StringVar(&o.dir, "dir", "", "folder that holds the buckets")
	flags.StringVar(&o.access, "access", "", "access key id")
	flags.StringVar(&o.secret, "secret", "", "secret access key")
	flags.StringVar(&o.region, "region", "us-east-1", "region that signatures name")
	flags.Func("bucket", "bucket to create if it is not there (repeatable)", func(name string) error {
		if name == "" || strings.HasPrefix(name, ".") || strings.ContainsAny(name, `/\`) {
			return fmt.Errorf("%q is no bucket name", name)
		}
		o.buckets = append(o.buckets, name)
		return nil
	})
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.port < 1 || o.dir == "" || o.access == "" || o.secret == "" {
		return o, fmt.Errorf("--port, --dir, --access and --secret are required")
	}
	o.dir, err = filepath.Abs(o.dir)
	return o, err
}

// layout makes the bucket folders and says where the objects' properties are kept.
func layout(o options) (meta.MetadataStorer, posix.PosixOpts, error) {
	for _, bucket := range o.buckets {
		if err := os.MkdirAll(filepath.Join(o.dir, bucket), 0o755); err != nil {
			return nil, posix.PosixOpts{}, err
		}
	}
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return nil, posix.PosixOpts{}, err
	}
	attributes := meta.XattrMeta{}
	if attributes.Test(o.dir) == nil {
		return attributes, posix.PosixOpts{ValidateBucketNames: true}, nil
	}
	beside := filepath.Join(filepath.Dir(o.dir), "."+filepath.Base(o.dir)+"-properties")
	if err := os.MkdirAll(beside, 0o755); err != nil {
		return nil, posix.PosixOpts{}, err
	}
	sidecar, err := meta.NewSideCar(beside)
	return sidecar, posix.PosixOpts{ValidateBucketNames: true, SideCarDir: beside}, err
}
