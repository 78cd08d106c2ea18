package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/shared/desk"
	"switchboard/shared/fault"
	"switchboard/shared/session"
)

// Page is what every call of a widget carries.
type Page struct {
	Origin    string `header:"Origin"`
	UserAgent string `header:"User-Agent"`
	Secret    string `header:"X-Chat-Secret" required:"true"`
}

type visitorTicket struct {
	Page
	Body struct {
		Deployment string `json:"deployment" maxLength:"80"`
	}
}

type visitorLeave struct {
	Page
	Body struct {
		Chat string `json:"chat" maxLength:"64"`
	}
}

type deploymentPath struct {
	Deployment string `path:"deployment" maxLength:"80"`
}

type availabilityQuery struct {
	Deployment string `query:"deployment" required:"true" maxLength:"80"`
	Agents     string `query:"agents" maxLength:"1000" doc:"Ids of agents, comma-separated, at most 10 (R60)."`
}

// DeploymentView is what a widget needs to know of its site before anybody opens it.
type DeploymentView struct {
	Deployment string       `json:"deployment"`
	Site       string       `json:"site"`
	Accent     string       `json:"accent,omitempty"`
	Buttons    []ButtonView `json:"buttons"`
}

// ButtonView is a button and whether somebody is there to answer (R54–R56).
type ButtonView struct {
	Button    string `json:"button"`
	Name      string `json:"name"`
	Available bool   `json:"available"`
}

type cached[T any] struct {
	CacheControl string `header:"Cache-Control"`
	Body         T
}

// availabilityCache is how long CloudFront and browsers may keep an availability.
const availabilityCache = "public, max-age=5, s-maxage=5"

// visitors declares what a widget calls.
func visitors(a huma.API, d *desk.Desk) {
	secret := []map[string][]string{{"secret": {}}}
	huma.Register(a, huma.Operation{
		OperationID: "visitorTicket", Method: http.MethodPost, Path: "/visitor/ticket", Security: secret,
		Summary: "A one-time ticket for a visitor's socket",
	}, func(ctx context.Context, in *visitorTicket) (*body[desk.Ticket], error) {
		id, err := d.VisitorIdentity(ctx, in.Secret, in.Body.Deployment, in.Origin, in.UserAgent, address(ctx))
		if err != nil {
			return nil, refuse(ctx, err)
		}
		id.Place, id.Network = whereabouts(ctx)
		ticket, err := d.GiveTicket(ctx, id)
		return &body[desk.Ticket]{ticket}, refuse(ctx, err)
	})
	huma.Register(a, huma.Operation{
		OperationID: "visitorLeave", Method: http.MethodPost, Path: "/visitor/leave", Security: secret, DefaultStatus: http.StatusNoContent,
		Summary: "The visitor's page closes: unless word comes, she is gone a little later (R102)",
	}, func(ctx context.Context, in *visitorLeave) (*struct{}, error) {
		if err := session.CheckSecret(in.Secret); err != nil {
			return nil, refuse(ctx, err)
		}
		return nil, refuse(ctx, d.VisitorLeaves(ctx, session.Identity{Person: session.Hash(in.Secret)}, in.Body.Chat))
	})
	huma.Register(a, huma.Operation{
		OperationID: "deployment", Method: http.MethodGet, Path: "/deployments/{deployment}",
		Summary: "What a widget shows before anybody opens it",
	}, func(ctx context.Context, in *deploymentPath) (*cached[DeploymentView], error) {
		view, err := deploymentView(ctx, d, in.Deployment)
		return &cached[DeploymentView]{availabilityCache, view}, refuse(ctx, err)
	})
	huma.Register(a, huma.Operation{
		OperationID: "availability", Method: http.MethodGet, Path: "/availability",
		Summary: "Whether a request would be let in now, per button and agent (R54–R60)",
	}, func(ctx context.Context, in *availabilityQuery) (*cached[desk.Availability], error) {
		agents, err := agentIDs(in.Agents)
		if err != nil {
			return nil, refuse(ctx, err)
		}
		_, _, there, err := d.Availability(ctx, in.Deployment, agents)
		return &cached[desk.Availability]{availabilityCache, there}, refuse(ctx, err)
	})
}

func deploymentView(ctx context.Context, d *desk.Desk, id string) (DeploymentView, error) {
	site, c, there, err := d.Availability(ctx, id, nil)
	view := DeploymentView{Deployment: site.ID, Site: site.Site, Accent: site.Accent, Buttons: []ButtonView{}}
	for _, id := range site.Buttons {
		b, _ := c.Button(id)
		view.Buttons = append(view.Buttons, ButtonView{Button: id, Name: b.Name, Available: there.Buttons[id]})
	}
	return view, err
}

// mostAgents is how many agents one availability call may ask for.
const mostAgents = 10

func agentIDs(list string) ([]string, error) {
	agents := strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
	if len(agents) > mostAgents {
		return nil, fault.InvalidField("agents", "names %d agents, at most %d are allowed", len(agents), mostAgents)
	}
	return agents, nil
}
