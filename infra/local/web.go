package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"switchboard/infra/local/issuer"
	"switchboard/infra/local/site"
	"switchboard/infra/local/stack"
)

// ports are where the parts of one machine listen: site, socket, API, sign-in and the switches for faults.
type ports [5]int

// choosePorts takes the ports from first on. Where one is in use it says so and takes a free one.
func choosePorts(first int) ports {
	var p ports
	for i := range p {
		if p[i] = first + i; first == 0 {
			p[i] = 0
		}
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", p[i]))
		if err == nil && first == 0 {
			p[i] = l.Addr().(*net.TCPAddr).Port
		} else if err != nil {
			fmt.Printf("Port %d is in use by another program; taking a free one. (Tokens and chats of a browser belong to its address.)\n", p[i])
			if l, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
				continue // 0 takes a free one later
			}
			p[i] = l.Addr().(*net.TCPAddr).Port
		}
		_ = l.Close()
	}
	return p
}

// web serves the built sites and the demo's pages, and apart from them the switches for faults.
type web struct {
	root     string
	memory   bool
	ports    ports
	origin   string
	controls string
	servers  []*http.Server
}

func openWeb(root string, p ports) (*web, error) {
	for _, dir := range []string{"web/dist/widget", "web/dist/console", "web/demo"} {
		if _, err := os.Stat(filepath.Join(root, dir)); err != nil {
			return nil, fmt.Errorf("%s is not built: run make site, or make run, which does", dir)
		}
	}
	return &web{root: root, ports: p, origin: fmt.Sprintf("http://127.0.0.1:%d", p[0]), controls: fmt.Sprintf("http://127.0.0.1:%d", p[4])}, nil
}

func (w *web) serve(s *stack.Stack) error {
	config, err := json.Marshal(map[string]string{"api": s.APIURL, "issuer": s.IssuerURL, "clientId": stack.ClientID(), "site": w.origin})
	if err != nil {
		return err
	}
	socket := strings.TrimSuffix(s.SocketURL, "/local")
	fill := w.fill(s)
	demo := func(folder, policy string) site.Root {
		return site.Root{Prefix: "/" + folder, Dir: filepath.Join(w.root, "web/demo", folder), Policy: policy, Fill: fill}
	}
	pages, err := site.New(site.Config{
		Roots: []site.Root{
			demo("", ""),
			demo("shop/", ""),
			demo("strict/", site.Policy{Connect: []string{s.APIURL, socket}}.Page()),
			{Prefix: "/widget/", Dir: filepath.Join(w.root, "web/dist/widget"), Shared: true},
			{Prefix: "/console/", Dir: filepath.Join(w.root, "web/dist/console"), SinglePage: true, Hashed: "assets/",
				Policy: site.Policy{Connect: []string{s.APIURL, socket, s.IssuerURL}}.Console()},
		},
		Documents: map[string][]byte{"/config.json": config},
		NotFound:  "/404.html",
	})
	if err != nil {
		return err
	}
	if err := w.listen(w.ports[0], pages); err != nil {
		return err
	}
	return w.listen(w.ports[4], controls(s))
}

// controls are the switches for faults, for people who want to see what happens and for tests in a browser.
func controls(s *stack.Stack) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/gateway", s.Gateway.FaultHandler())
	for name, h := range s.Engine.Controls() {
		mux.Handle("/"+name, h)
	}
	return mux
}

// fill is what the demo's pages say of this machine.
func (w *web) fill(s *stack.Stack) *site.Fill {
	mode := "The functions are the deployed binaries, each in processes of its own."
	if w.memory {
		mode = "All functions run in one process, on memory: what is said lasts as long as it runs."
	}
	f := &site.Fill{Values: map[string]string{
		"MODE": mode,
		"API":  s.APIURL, "SOCKET": s.SocketURL, "ISSUER": s.IssuerURL, "SITE": w.origin, "CONSOLE": w.origin + "/console/", "CONTROLS": w.controls,
	}, Lists: map[string][]map[string]string{}}
	for _, p := range issuer.Seed() {
		f.Lists["PEOPLE"] = append(f.Lists["PEOPLE"], map[string]string{
			"NAME": p.Name, "USERNAME": p.Username, "PASSWORD": p.Password, "GROUPS": strings.Join(p.Groups, ", "),
		})
	}
	for _, p := range s.Engine.Parts() {
		f.Lists["PARTS"] = append(f.Lists["PARTS"], map[string]string{"NAME": p.Name, "DOES": p.Does, "ADDRESS": p.Address})
	}
	return f
}

func (w *web) listen(port int, h http.Handler) error {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	w.servers = append(w.servers, server)
	go func() { _ = server.Serve(l) }()
	return nil
}

// write tells a test where everything is.
func (w *web) write(path string, s *stack.Stack) error {
	text, err := json.Marshal(map[string]string{"site": w.origin, "api": s.APIURL, "issuer": s.IssuerURL, "controls": w.controls})
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func (w *web) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	var errs []error
	for _, s := range w.servers {
		if err := s.Shutdown(ctx); err != nil {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(errs...)
}
