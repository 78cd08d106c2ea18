package httpapi

import (
	"strings"
	"testing"
)

func TestH1SelectsTheRoute(t *testing.T) {
	routes := []Route{
		{Method: "GET", Path: "/", Function: "root"},
		{Method: "GET", Path: "/chats/{chat}", Function: "chat"},
		{Method: "GET", Path: "/chats/mine", Function: "mine"},
		{Method: "ANY", Path: "/chats/{chat}", Function: "any"},
		{Method: "GET", Path: "/chats/{chat}/files/{file}", Function: "file"},
		{Method: "GET", Path: "/chats/{rest+}", Function: "rest"},
		{Method: "ANY", Path: "/{all+}", Function: "all"},
	}
	b := start(t, func(c *Config) { c.Routes = routes })
	for _, c := range []struct{ method, path, function, variables string }{
		{"GET", "/", "root", ""},
		{"GET", "/chats/7", "chat", "chat=7"},
		{"GET", "/chats/mine", "mine", ""},
		{"PUT", "/chats/7", "any", "chat=7"},
		{"GET", "/chats/7/files/a%20b", "file", "chat=7 file=a b"},
		{"GET", "/chats/7/more/of/it", "rest", "rest=7/more/of/it"},
		{"GET", "/chats/a%2Fb", "rest", "rest=a/b"},
		{"PUT", "/chats/7/more", "all", "all=chats/7/more"},
	} {
		resp, _ := b.do(c.method, c.path, "")
		_, e := b.last()
		variables := []string{}
		for _, name := range []string{"all", "chat", "file", "rest"} {
			if v, ok := e.PathParameters[name]; ok {
				variables = append(variables, name+"="+v)
			}
		}
		if got := strings.Join(variables, " "); resp.StatusCode != 200 || b.called() != c.function || got != c.variables {
			t.Errorf("%s %s: %s with %q, want %s with %q", c.method, c.path, b.called(), got, c.function, c.variables)
		}
	}
}

func TestH1DefaultTakesWhatNothingElseDoes(t *testing.T) {
	b := start(t, func(c *Config) {
		c.Routes = []Route{{Path: "$default", Function: "rest"}, {Method: "ANY", Path: "/a/{b+}", Function: "a"}}
	})
	for path, want := range map[string]string{"/a/b": "a", "/a": "rest", "/": "rest"} {
		b.do("GET", path, "")
		if b.called() != want {
			t.Errorf("%s went to %s, want %s", path, b.called(), want)
		}
	}
	if _, e := b.last(); e.RouteKey == "" {
		t.Error("no route key")
	}
}

func TestH1NoRouteIs404(t *testing.T) {
	b := start(t, func(c *Config) { c.Routes = []Route{{Method: "GET", Path: "/chats/{chat}", Function: "chat"}} })
	for _, c := range [][2]string{{"GET", "/"}, {"GET", "/chats"}, {"GET", "/chats/"}, {"POST", "/chats/7"}, {"GET", "/chats/7/8"}, {"GET", "/chats/7/"}, {"OPTIONS", "/chats/7"}} {
		resp, text := b.do(c[0], c[1], "")
		b.want(resp, text, 404, `{"message":"Not Found"}`)
	}
	if b.calls() != 0 {
		t.Error("a function was called")
	}
}

func TestConfigurationsThatCannotBe(t *testing.T) {
	ok := Route{Method: "GET", Path: "/a", Function: "a"}
	for name, c := range map[string]Config{
		"twice":            {Routes: []Route{ok, ok}},
		"no function":      {Routes: []Route{{Method: "GET", Path: "/a"}}},
		"no method":        {Routes: []Route{{Path: "/a", Function: "a"}}},
		"unknown method":   {Routes: []Route{{Method: "FETCH", Path: "/a", Function: "a"}}},
		"relative path":    {Routes: []Route{{Method: "GET", Path: "a", Function: "a"}}},
		"greedy inside":    {Routes: []Route{{Method: "GET", Path: "/{a+}/b", Function: "a"}}},
		"nameless":         {Routes: []Route{{Method: "GET", Path: "/{}", Function: "a"}}},
		"half a brace":     {Routes: []Route{{Method: "GET", Path: "/{a", Function: "a"}}},
		"no keys":          {Routes: []Route{{Method: "GET", Path: "/a", Function: "a", Authenticated: true}}},
		"open credentials": {Routes: []Route{ok}, AllowOrigins: []string{"*"}, AllowCredentials: true},
	} {
		c.Invoker = &function{}
		if _, err := New(c); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if _, err := New(Config{Routes: []Route{ok}}); err == nil {
		t.Error("no Invoker was accepted")
	}
}
