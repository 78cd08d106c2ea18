package site

import (
	"net/http"
	"strings"
)

// Policy is what differs between the Content-Security-Policies of one machine and another.
type Policy struct {
	Connect      []string // whom a page may talk to besides its own origin: APIs, sockets, sign-in, uploads
	StyleHashes  []string // of inline styles, such as sha256-…; each is written in quotes
	TrustedTypes []string // names of the Trusted Types policies that may be made; empty allows any, as deployed
}

// Console is the console's policy, as the deployed one has it.
func (p Policy) Console() string {
	return p.join(
		"default-src 'none'", "script-src 'self'", list("style-src 'self'", quoted(p.StyleHashes)), "img-src 'self' data:",
		"font-src 'self'", "worker-src 'self'", "manifest-src 'self'", list("connect-src 'self'", p.Connect),
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
	)
}

// Page is a strict site's own: nothing but its scripts, its style sheet, and whom its scripts talk to. A widget that works
// here needs no exception anywhere.
func (p Policy) Page() string {
	return p.join(
		"default-src 'none'", "script-src 'self'", list("style-src 'self'", quoted(p.StyleHashes)), list("connect-src", p.Connect),
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
	)
}

func (p Policy) join(directives ...string) string {
	if len(p.TrustedTypes) > 0 {
		directives = append(directives, list("trusted-types", p.TrustedTypes))
	}
	return strings.Join(directives, "; ")
}

func list(directive string, more []string) string {
	if directive == "connect-src" && len(more) == 0 {
		return "connect-src 'none'"
	}
	return strings.Join(append([]string{directive}, more...), " ")
}

func quoted(hashes []string) []string {
	out := make([]string, len(hashes))
	for n, h := range hashes {
		out[n] = "'" + strings.Trim(h, "'") + "'"
	}
	return out
}

// headers are those of CloudFront's policies, less HSTS, which an http address must not send.
func (r Root) headers(h http.Header) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	if r.Shared {
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	} else {
		h.Del("Access-Control-Allow-Origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	}
	if r.Policy != "" {
		h.Set("Content-Security-Policy", r.Policy)
	} else {
		h.Del("Content-Security-Policy")
	}
}
