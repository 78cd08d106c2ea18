package stack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"switchboard/infra/local/dynamo"
	"switchboard/infra/local/lambda"
	"switchboard/infra/local/queue"
	"switchboard/infra/local/s3child"
	"switchboard/infra/local/stream"
	"switchboard/infra/manifest"
)

const (
	region = "us-east-1"
	bucket = "transcripts"
)

// processes is an Engine of the deployed binaries, each in processes of its own, over local engines.
type processes struct {
	*lambda.Host
	parts  []Part
	queue  *queue.Queue
	stream *stream.Mapping
	sweeps sweeps
	stops  []func(context.Context) error
}

func startProcesses(ctx context.Context, s *Stack) (Engine, error) {
	e := &processes{}
	if err := e.start(ctx, s); err != nil {
		return nil, errors.Join(err, e.Stop(context.WithoutCancel(ctx)))
	}
	return e, nil
}

func (e *processes) start(ctx context.Context, s *Stack) error {
	tables, err := e.startTables(ctx, s)
	if err != nil {
		return err
	}
	documents, err := e.startDocuments(ctx, s)
	if err != nil {
		return err
	}
	timers, err := e.startQueue(ctx)
	if err != nil {
		return err
	}
	if err := e.startHost(s, tables, documents, timers); err != nil {
		return err
	}
	return e.startWakers(ctx, s, tables)
}

// startTables starts DynamoDB Local and makes the manifest's tables.
func (e *processes) startTables(ctx context.Context, s *Stack) (string, error) {
	dir, path := filepath.Join(s.config.Root, ".local/engines"), ""
	if s.config.Data != "" {
		path = filepath.Join(s.config.Data, "tables")
	}
	if err := dynamo.Install(ctx, dir, s.config.Output); err != nil {
		return "", err
	}
	server, err := dynamo.Start(ctx, dynamo.Config{Dir: dir, DBPath: path})
	if err != nil {
		return "", err
	}
	e.stops = append(e.stops, server.Stop)
	e.parts = append(e.parts, Part{"Tables", "DynamoDB Local with the two tables. It listens on all interfaces: it cannot do otherwise.", server.Endpoint})
	var tables []dynamo.Table
	for _, t := range manifest.Tables() {
		tables = append(tables, dynamo.Table{Name: t.Name, TTLAttribute: t.Expires, Stream: t.Stream != ""})
	}
	return server.Endpoint, dynamo.CreateTables(ctx, server.Endpoint, tables)
}

// startDocuments starts the S3 server with the bucket of transcripts.
func (e *processes) startDocuments(ctx context.Context, s *Stack) (string, error) {
	binary, err := s3child.Build(ctx, s.config.Root, filepath.Join(s.config.Root, ".local/engines"), s.config.Output)
	if err != nil {
		return "", err
	}
	dir := ""
	if s.config.Data != "" {
		dir = filepath.Join(s.config.Data, "documents")
	} else {
		if dir, err = os.MkdirTemp("", "switchboard-documents-"); err != nil {
			return "", err
		}
		e.stops = append(e.stops, func(context.Context) error { return os.RemoveAll(dir) })
	}
	server, err := s3child.Start(ctx, s3child.Config{Binary: binary, Dir: dir, Buckets: []string{bucket}, AccessKey: dynamo.AccessKey, SecretKey: dynamo.SecretKey, Region: region})
	if err != nil {
		return "", err
	}
	e.stops = append(e.stops, server.Stop)
	e.parts = append(e.parts, Part{"Documents", "An S3 server with the bucket of transcripts.", server.Endpoint})
	return server.Endpoint, nil
}

// startQueue starts the timer queue, which delivers to expire.
func (e *processes) startQueue(ctx context.Context) (string, error) {
	expire, _ := manifest.Find("expire")
	var err error
	e.queue, err = queue.New(queue.Config{
		BatchSize: expire.Trigger.Delivery.Batch, Visibility: expire.Trigger.Delivery.Hidden, MaxReceive: expire.Trigger.Delivery.Retries + 1,
		Invoke: func(ctx context.Context, payload []byte) ([]byte, error) { return e.Invoke(ctx, expire.Name, payload) },
	})
	if err != nil {
		return "", err
	}
	endpoint, stop, err := e.queue.Listen(0)
	if err != nil {
		return "", err
	}
	e.stops = append(e.stops, stop)
	e.parts = append(e.parts, Part{"Timer queue", "Keeps looks until their time and hands them to expire.", endpoint})
	return endpoint, nil
}

// startHost starts the host of the binaries; each gets exactly the environment that the manifest gives it.
func (e *processes) startHost(s *Stack, tables, documents, timers string) error {
	values := map[string]string{
		manifest.EnvChatsTable: manifest.ChatsTable, manifest.EnvDeskTable: manifest.DeskTable, manifest.EnvTranscriptsBucket: bucket,
		manifest.EnvTimerQueueURL: e.queue.URL(), manifest.EnvConnectionsURL: s.ConnectionsURL, manifest.EnvSocketURL: s.SocketURL,
		manifest.EnvSiteOrigins: strings.Join(s.config.Origins, ","), manifest.EnvPeoplePool: "people",
	}
	var functions []lambda.Function
	for _, f := range manifest.Functions() {
		env := []string{
			"AWS_REGION=" + region, "AWS_ACCESS_KEY_ID=" + dynamo.AccessKey, "AWS_SECRET_ACCESS_KEY=" + dynamo.SecretKey,
			"AWS_ENDPOINT_URL_DYNAMODB=" + tables, "AWS_ENDPOINT_URL_S3=" + documents, "AWS_ENDPOINT_URL_SQS=" + timers,
			"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=" + s.IssuerURL,
		}
		for _, name := range manifest.Environment(f.Name) {
			env = append(env, name+"="+values[name])
		}
		functions = append(functions, lambda.Function{
			Name: f.Name, Bootstrap: filepath.Join(s.config.Binaries, f.Name, "bootstrap"), Env: env, Timeout: f.Timeout, MemoryMB: f.MemoryMB,
		})
	}
	host, err := lambda.Open(lambda.Config{Functions: functions, Output: s.config.Output})
	if err != nil {
		return fmt.Errorf("%w; run 'make build' first", err)
	}
	e.Host = host
	e.stops = append(e.stops, host.Close)
	e.parts = append(e.parts, Part{"Functions", fmt.Sprintf("%d functions, each the binary that is deployed, over the Lambda Runtime API.", len(functions)), s.config.Binaries})
	return nil
}

// startWakers starts what wakes without anybody acting: the queue, the table's stream and the schedule.
func (e *processes) startWakers(ctx context.Context, s *Stack, tables string) error {
	finalise, _ := manifest.Find("finalise")
	filter, delivery := finalise.Trigger.Filter, finalise.Trigger.Delivery
	failures := filepath.Join(os.TempDir(), "switchboard-failures")
	if s.config.Data != "" {
		failures = filepath.Join(s.config.Data, "failures")
	}
	var err error
	e.stream, err = stream.Open(ctx, stream.Config{
		Endpoint: tables, Table: manifest.ChatsTable, Function: finalise.Name, Invoke: e.Invoke, BatchSize: delivery.Batch, Retries: delivery.Retries,
		MaxRecordAge: delivery.Age, Bisect: true, ReportBatchItemFailures: true, Filter: stream.Expired(manifest.PartitionKey, filter.Prefix),
		OnFailure: stream.FolderDestination(failures),
	})
	if err != nil {
		return err
	}
	e.sweeps.invoke = func(ctx context.Context) error { _, err := e.Invoke(ctx, "sweep", []byte("{}")); return err }
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	done.Go(func() { e.queue.Run(running) })
	done.Go(func() { e.stream.Run(running) })
	done.Go(func() { every(running, s.config.Sweep, e.sweeps.run) })
	e.stops = append(e.stops, func(context.Context) error { cancel(); done.Wait(); return nil })
	e.parts = append(e.parts,
		Part{"Stream", "Hands what TTL deletes from the table chats to finalise.", "of the tables"},
		Part{"Schedule", "Runs sweep each minute.", fmt.Sprintf("every %s", s.config.Sweep)})
	return nil
}

// Parts implements Engine.
func (e *processes) Parts() []Part { return e.parts }

// Stop implements Engine.
func (e *processes) Stop(ctx context.Context) error {
	var errs []error
	for i := len(e.stops) - 1; i >= 0; i-- {
		errs = append(errs, e.stops[i](ctx))
	}
	e.stops = nil
	return errors.Join(errs...)
}

// Controls implements Engine: the timer queue, the stream and the schedule can be made to fail.
func (e *processes) Controls() map[string]http.Handler {
	return map[string]http.Handler{
		"timers": control(func() any { return e.queue.Stats() }, func(f queue.Faults) error { return e.queue.SetFaults(f) }),
		"stream": control(func() any { return e.stream.Stats() }, func(f paused) error {
			if f.Paused {
				e.stream.Pause()
			} else {
				e.stream.Resume()
			}
			return nil
		}),
		"sweep": control(func() any { return e.sweeps.state() }, func(f paused) error { e.sweeps.pause(f.Paused); return nil }),
	}
}

type paused struct{ Paused bool }

// sweeps runs the schedule unless it is paused.
type sweeps struct {
	invoke func(context.Context) error

	mu     sync.Mutex
	paused bool
	runs   int
}

func (s *sweeps) run(ctx context.Context) error {
	s.mu.Lock()
	paused := s.paused
	if !paused {
		s.runs++
	}
	s.mu.Unlock()
	if paused {
		return nil
	}
	return s.invoke(ctx)
}

func (s *sweeps) pause(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused = on
}

func (s *sweeps) state() map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return map[string]any{"paused": s.paused, "runs": s.runs}
}

// control shows a state by GET and sets faults by POST with application/json, which no web page can send unasked.
func control[F any](state func() any, set func(F) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			var f F
			if r.Header.Get("Content-Type") != "application/json" {
				http.Error(w, "send application/json", http.StatusUnsupportedMediaType)
				return
			}
			if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&f); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			if err := set(f); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(state())
	})
}
