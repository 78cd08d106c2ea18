package desk

import "context"

// Route is route, for tests that count what it costs.
func (d *Desk) Route(ctx context.Context, queues ...string) { d.route(ctx, queues...) }
