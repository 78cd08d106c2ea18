package settings

import (
	"net/url"
	"regexp"
	"strings"
)

// Deployment is a site that carries the widget (R49).
type Deployment struct {
	ID             string   `json:"deployment" pattern:"^[A-Za-z](_?[A-Za-z0-9])*$" maxLength:"80"`
	Site           string   `json:"site" minLength:"1" maxLength:"80"`
	WindowTitle    string   `json:"windowTitle,omitempty" maxLength:"80"`
	Origins        []string `json:"origins" required:"false" doc:"Origins that may open the widget, such as https://shop.example. None: any."`
	Buttons        []string `json:"buttons" required:"false" maxItems:"500"`
	Accent         string   `json:"accent,omitempty" pattern:"^#[0-9a-fA-F]{6}$"`
	SaveTranscript bool     `json:"saveTranscript,omitempty" doc:"Visitors may save what was said (R50)."`
	PrechatAPI     bool     `json:"prechatApi,omitempty" doc:"Pages may pass details before the chat (R51)."`
}

// maxOrigins is the length of all of a deployment's origins, with a comma between two.
const maxOrigins = 4096

var accent = regexp.MustCompile(`^(#[0-9a-fA-F]{6})?$`)

func (d Deployment) check(k *check) {
	k.label("site", d.Site)
	k.text("windowTitle", d.WindowTitle, maxName)
	k.must(accent.MatchString(d.Accent), "accent", "must be a colour such as #1a6b5c")
	k.distinct("buttons", d.Buttons)
	k.distinct("origins", d.Origins)
	k.must(len(strings.Join(d.Origins, ",")) <= maxOrigins, "origins", "must have at most %d characters in all", maxOrigins)
	for _, o := range d.Origins {
		k.must(isOrigin(o), "origins", "%.100q is not an origin as browsers write it, such as https://shop.example", o)
	}
}

// origin is what a browser sends: small letters, no path. Any other would never be met.
var origin = regexp.MustCompile(`^https?://([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$`)

func isOrigin(text string) bool {
	u, err := url.Parse(text)
	if err != nil || !origin.MatchString(text) {
		return false
	}
	usual := u.Scheme == "https" && u.Port() == "443" || u.Scheme == "http" && u.Port() == "80" // browsers leave it out
	return !usual
}
