package manifest

// Route is one HTTP route. Every route runs the same function; what a person may do there is that function's business.
type Route struct {
	Method        string
	Path          string // as API Gateway writes it: /transcripts/{chat}
	Function      string
	Authenticated bool // API Gateway has checked a sign-in token before the function runs
}

// Key is the route as API Gateway names it.
func (r Route) Key() string { return r.Method + " " + r.Path }

// Routes is every HTTP route. The open ones are those of visitors, who never sign in, and the notice of a closing tab,
// which says nothing that its ticket did not.
func Routes() []Route {
	return []Route{
		{Method: "POST", Path: "/visitor/ticket", Function: "api"},
		{Method: "POST", Path: "/visitor/leave", Function: "api"},
		{Method: "GET", Path: "/deployments/{deployment}", Function: "api"},
		{Method: "GET", Path: "/availability", Function: "api"},
		{Method: "POST", Path: "/agent/ticket", Function: "api", Authenticated: true},
		{Method: "POST", Path: "/agent/leave", Function: "api", Authenticated: true},
		{Method: "GET", Path: "/agent/me", Function: "api", Authenticated: true},
		{Method: "GET", Path: "/agent/colleagues", Function: "api", Authenticated: true},
		{Method: "GET", Path: "/sessions", Function: "api", Authenticated: true},
		{Method: "GET", Path: "/transcripts", Function: "api", Authenticated: true},
		{Method: "GET", Path: "/transcripts/{chat}", Function: "api", Authenticated: true},
		{Method: "GET", Path: "/configuration", Function: "api", Authenticated: true},
		{Method: "PUT", Path: "/configuration", Function: "api", Authenticated: true},
		{Method: "GET", Path: "/people", Function: "api", Authenticated: true},
		{Method: "PUT", Path: "/people/{person}", Function: "api", Authenticated: true},
		{Method: "DELETE", Path: "/people/{person}", Function: "api", Authenticated: true},
		{Method: "PUT", Path: "/people/{person}/skills", Function: "api", Authenticated: true},
		{Method: "GET", Path: "/blocking", Function: "api", Authenticated: true},
		{Method: "POST", Path: "/blocking", Function: "api", Authenticated: true},
		{Method: "DELETE", Path: "/blocking/{rule}", Function: "api", Authenticated: true},
	}
}

// Preflight is the question a browser asks before a call across origins. It is no verb of ours and therefore no row of
// Routes, but it must reach a function: which origins are permitted is data in the table, so the gateway cannot answer it.
func Preflight() Route { return Route{Method: "OPTIONS", Path: "/{proxy+}", Function: "api"} }
