// Package client is a visitor or an agent as tests play them: a client that knows only the wire, and does on it what a
// good one must. It keeps events by seq, answers gaps by resume, and sends a frame again with its id until it is answered.
// Where the product runs (on this machine, on an emulator, in an account) is a Site; nothing here knows which one it is.
package client

// Frame is a frame, or a body of the HTTP API, as somebody sees it who knows no types.
type Frame map[string]any

// Text is a field's text; empty if it is absent or something else.
func (f Frame) Text(name string) string { s, _ := f[name].(string); return s }

// Number is a field's whole number; 0 if it is absent or something else.
func (f Frame) Number(name string) int { n, _ := f[name].(float64); return int(n) }

// Inner is a field's object; nil if it is absent or something else.
func (f Frame) Inner(name string) Frame { m, _ := f[name].(map[string]any); return m }

// List is a field's objects, in order; what is none is left out.
func (f Frame) List(name string) []Frame {
	var list []Frame
	items, _ := f[name].([]any)
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			list = append(list, m)
		}
	}
	return list
}
