package client

import (
	"context"
	"errors"
	"fmt"
)

// judge is a Judge outside tests: what would fail a test ends the deed with the reason.
type judge struct {
	ctx    context.Context
	undone []func()
	errs   []error
}

type verdict struct{ error }

// Try runs a deed to its end or to its first fatal word, and then whatever it wanted done at the end.
func Try(ctx context.Context, deed func(Judge)) (err error) {
	j := &judge{ctx: ctx}
	defer func() {
		for i := len(j.undone) - 1; i >= 0; i-- {
			j.undone[i]()
		}
		if said := recover(); said != nil {
			v, ours := said.(verdict)
			if !ours {
				panic(said)
			}
			j.errs = append(j.errs, v.error)
		}
		err = errors.Join(j.errs...)
	}()
	deed(j)
	return nil
}

func (j *judge) Helper()                  {}
func (j *judge) Context() context.Context { return j.ctx }
func (j *judge) Cleanup(f func())         { j.undone = append(j.undone, f) }
func (j *judge) Errorf(format string, args ...any) {
	j.errs = append(j.errs, fmt.Errorf(format, args...))
}
func (j *judge) Fatal(args ...any)                 { panic(verdict{errors.New(fmt.Sprint(args...))}) }
func (j *judge) Fatalf(format string, args ...any) { panic(verdict{fmt.Errorf(format, args...)}) }
