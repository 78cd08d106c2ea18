package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"time"
)

// costs are what one process of a function used: until it asked for an event, for the first, and for each further one.
type costs struct {
	init, first, each []time.Duration
	peak              []float64 // MB
}

// processor measures the processor time of a message and of its anchors in turn (P4, P5, P6).
func (b *bed) processor(anchors map[string]string) ([]row, *costs, error) {
	message := filepath.Join(b.root, ".build/lambda", runtime.GOARCH, "message/bootstrap")
	runs := []struct {
		name, path string
		event      func() []byte
	}{{"echo", anchors["echo"], b.message}, {"idiomatic", anchors["idiomatic"], b.message}, {"message", message, b.message}}
	all := map[string]*costs{}
	for range rounds {
		for _, r := range runs {
			if all[r.name] == nil {
				all[r.name] = &costs{}
			}
			if err := b.measure(r.path, r.name == "message", all[r.name]); err != nil {
				return nil, nil, fmt.Errorf("%s: %w", r.name, err)
			}
		}
	}
	echo, idiomatic, ours := all["echo"], all["idiomatic"], all["message"]
	return []row{
		{"P4", "processor time of a durable message ÷ echo", spread(ratio(ours.each, echo.each)) + ", " + spread(ms(ours.each)) + " ms",
			"idiomatic " + spread(ratio(idiomatic.each, echo.each)), "≤ 5"},
		{"P5", "processor time of the first invocation after a cold start, ms", spread(ms(ours.first)), "idiomatic " + spread(ms(idiomatic.first)) + ", echo " + spread(ms(echo.first)), "≤ 2"},
		{"P6", "start and first message ÷ echo's", spread(ratio(sum(ours.init, ours.first), sum(echo.init, echo.first))),
			"idiomatic " + spread(ratio(sum(idiomatic.init, idiomatic.first), sum(echo.init, echo.first))), "≤ 3"},
	}, ours, nil
}

func sum(a, b []time.Duration) []time.Duration {
	out := make([]time.Duration, len(a))
	for i := range a {
		out[i] = a[i] + b[i]
	}
	return out
}

// measure runs one process through its life. Only a real message moves the chat on.
func (b *bed) measure(path string, real bool, into *costs) error {
	m, err := launch(path, b.env)
	if err != nil {
		return err
	}
	defer m.stop()
	at := make([]time.Duration, 0, warm+2)
	for i := range warm + 2 {
		used, err := m.ready()
		if err != nil {
			return err
		}
		at = append(at, used)
		if i == warm+1 {
			break
		}
		if err := m.invoke(b.message()); err != nil {
			return err
		}
		if real {
			b.after++
		}
	}
	peak, err := m.peak()
	if err != nil {
		return err
	}
	into.peak = append(into.peak, peak)
	into.init = append(into.init, at[0])
	into.first = append(into.first, at[1]-at[0])
	into.each = append(into.each, (at[warm+1]-at[1])/warm)
	return nil
}
