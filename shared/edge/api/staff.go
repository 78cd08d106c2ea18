package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/shared/desk"
	"switchboard/shared/session"
	"switchboard/shared/settings"
	"switchboard/shared/transcript"
)

var signedIn = []map[string][]string{{"person": {}}}

type tabBody struct {
	Body struct {
		Tab string `json:"tab" maxLength:"64"`
	}
}

// agents declares what a console calls for its agent.
func agents(a huma.API, d *desk.Desk) {
	huma.Register(a, huma.Operation{
		OperationID: "agentTicket", Method: http.MethodPost, Path: "/agent/ticket", Security: signedIn,
		Summary: "A one-time ticket for an agent's socket",
	}, func(ctx context.Context, _ *struct{}) (*body[desk.Ticket], error) {
		by, err := person(ctx, staff...)
		if err != nil {
			return nil, refuse(ctx, err)
		}
		ticket, err := d.AgentTicket(ctx, by)
		return &body[desk.Ticket]{ticket}, refuse(ctx, err)
	})
	huma.Register(a, huma.Operation{
		OperationID: "agentLeave", Method: http.MethodPost, Path: "/agent/leave", Security: signedIn, DefaultStatus: http.StatusNoContent,
		Summary: "The console's last tab closes: an exit, unless a page comes back in time (R17)",
	}, func(ctx context.Context, in *tabBody) (*struct{}, error) {
		by, err := person(ctx, staff...)
		if err == nil {
			err = d.AgentLeaves(ctx, by.Person, in.Body.Tab)
		}
		return nil, refuse(ctx, err)
	})
	huma.Register(a, huma.Operation{
		OperationID: "me", Method: http.MethodGet, Path: "/agent/me", Security: signedIn, Summary: "Who is signed in",
	}, func(ctx context.Context, _ *struct{}) (*body[desk.Me], error) {
		by, err := person(ctx, staff...)
		if err != nil {
			return nil, refuse(ctx, err)
		}
		me, err := d.Me(ctx, by)
		return &body[desk.Me]{me}, refuse(ctx, err)
	})
}

type listQuery struct {
	Before string `query:"before" maxLength:"40" doc:"What next said."`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type chatPath struct {
	Chat string `path:"chat" maxLength:"64"`
}

type skillQuery struct {
	Skill string `query:"skill" maxLength:"80" doc:"Only agents with this skill."`
}

// Colleagues are agents who are logged in.
type Colleagues struct {
	Colleagues []desk.Colleague `json:"colleagues"`
}

// colleagues declares whom an agent may ask.
func colleagues(a huma.API, d *desk.Desk) {
	huma.Register(a, huma.Operation{
		OperationID: "colleagues", Method: http.MethodGet, Path: "/agent/colleagues", Security: signedIn,
		Summary: "Agents who are logged in, for a transfer or a conference (R137)",
	}, func(ctx context.Context, in *skillQuery) (*body[Colleagues], error) {
		by, err := person(ctx, staff...)
		if err != nil {
			return nil, refuse(ctx, err)
		}
		list, err := d.Colleagues(ctx, by, in.Skill)
		return &body[Colleagues]{Colleagues{list}}, refuse(ctx, err)
	})
}

// records declares the lists that staff read.
func records(a huma.API, d *desk.Desk) {
	huma.Register(a, huma.Operation{
		OperationID: "transcripts", Method: http.MethodGet, Path: "/transcripts", Security: signedIn,
		Summary: "Ended chats, newest first (R310)",
	}, func(ctx context.Context, in *listQuery) (*body[desk.TranscriptPage], error) {
		if _, err := person(ctx, staff...); err != nil {
			return nil, refuse(ctx, err)
		}
		page, err := d.Transcripts(ctx, in.Before, in.Limit)
		return &body[desk.TranscriptPage]{page}, refuse(ctx, err)
	})
	huma.Register(a, huma.Operation{
		OperationID: "sessions", Method: http.MethodGet, Path: "/sessions", Security: signedIn,
		Summary: "Agents' sessions, newest first (R208–R210)",
	}, func(ctx context.Context, in *listQuery) (*body[desk.SessionPage], error) {
		if _, err := person(ctx, session.GroupSupervisor, session.GroupAdministrator); err != nil {
			return nil, refuse(ctx, err)
		}
		page, err := d.Sessions(ctx, in.Before, in.Limit)
		return &body[desk.SessionPage]{page}, refuse(ctx, err)
	})
	huma.Register(a, huma.Operation{
		OperationID: "transcript", Method: http.MethodGet, Path: "/transcripts/{chat}", Security: signedIn,
		Summary: "One ended chat: fields, conversation, events, response times and its chain",
	}, func(ctx context.Context, in *chatPath) (*body[transcript.Document], error) {
		if _, err := person(ctx, staff...); err != nil {
			return nil, refuse(ctx, err)
		}
		doc, err := d.Transcript(ctx, in.Chat)
		return &body[transcript.Document]{doc}, refuse(ctx, err)
	})
}

// administration declares what only administrators do (R8).
func administration(a huma.API, d *desk.Desk) {
	huma.Register(a, huma.Operation{
		OperationID: "configuration", Method: http.MethodGet, Path: "/configuration", Security: signedIn, Summary: "All settings",
	}, func(ctx context.Context, _ *struct{}) (*body[settings.Configuration], error) {
		if _, err := person(ctx, session.GroupAdministrator); err != nil {
			return nil, refuse(ctx, err)
		}
		c, err := d.ReadConfiguration(ctx)
		return &body[settings.Configuration]{c}, refuse(ctx, err)
	})
	huma.Register(a, huma.Operation{
		OperationID: "configure", Method: http.MethodPut, Path: "/configuration", Security: signedIn,
		Summary: "Replaces all settings; the version read must be named. Functions follow within 10 s.",
	}, func(ctx context.Context, in *body[settings.Configuration]) (*body[settings.Configuration], error) {
		by, err := person(ctx, session.GroupAdministrator)
		if err != nil {
			return nil, refuse(ctx, err)
		}
		c, err := d.ConfigureAs(ctx, by, in.Body)
		return &body[settings.Configuration]{c}, refuse(ctx, err)
	})
}
