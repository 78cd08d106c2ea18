package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/shared/desk"
	"switchboard/shared/session"
	"switchboard/shared/settings"
)

type peopleQuery struct {
	Behind string `query:"behind" maxLength:"128" doc:"What next said."`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

// PersonPath names a person.
type PersonPath struct {
	Person string `path:"person" maxLength:"128"`
}

type personBody struct {
	PersonPath
	Body settings.Person
}

type skillsBody struct {
	PersonPath
	Body struct {
		Skills []string `json:"skills" maxItems:"20"`
	}
}

type personVersion struct {
	PersonPath
	Version int64 `query:"version" required:"true" doc:"The version that was read."`
}

// people declares what administrators set for each person, and the skills that supervisors may assign (R8, R10, R28).
func people(a huma.API, d *desk.Desk) {
	huma.Register(a, huma.Operation{
		OperationID: "people", Method: http.MethodGet, Path: "/people", Security: signedIn, Summary: "What is set for each person, by id",
	}, func(ctx context.Context, in *peopleQuery) (*body[desk.PeoplePage], error) {
		if _, err := person(ctx, session.GroupAdministrator, session.GroupSupervisor); err != nil {
			return nil, refuse(ctx, err)
		}
		page, err := d.People(ctx, in.Behind, in.Limit)
		return &body[desk.PeoplePage]{page}, refuse(ctx, err)
	})
	huma.Register(a, huma.Operation{
		OperationID: "putPerson", Method: http.MethodPut, Path: "/people/{person}", Security: signedIn,
		Summary: "Sets a person's names, profile, configuration, skills and permissions; the version read must be named, 0 for a new one",
	}, func(ctx context.Context, in *personBody) (*body[settings.Person], error) {
		if _, err := person(ctx, session.GroupAdministrator); err != nil {
			return nil, refuse(ctx, err)
		}
		in.Body.Person = in.Person
		p, err := d.PutPerson(ctx, in.Body)
		return &body[settings.Person]{p}, refuse(ctx, err)
	})
	huma.Register(a, huma.Operation{
		OperationID: "assignSkills", Method: http.MethodPut, Path: "/people/{person}/skills", Security: signedIn,
		Summary: "Gives a person skills: administrators, and supervisors with the permission for it (R10)",
	}, func(ctx context.Context, in *skillsBody) (*body[settings.Person], error) {
		by, err := person(ctx, session.GroupAdministrator, session.GroupSupervisor)
		if err != nil {
			return nil, refuse(ctx, err)
		}
		p, err := d.AssignSkills(ctx, by, in.Person, in.Body.Skills)
		return &body[settings.Person]{p}, refuse(ctx, err)
	})
	huma.Register(a, huma.Operation{
		OperationID: "dropPerson", Method: http.MethodDelete, Path: "/people/{person}", Security: signedIn, DefaultStatus: http.StatusNoContent,
		Summary: "Deletes what is set for a person and logs her out",
	}, func(ctx context.Context, in *personVersion) (*struct{}, error) {
		_, err := person(ctx, session.GroupAdministrator)
		if err == nil {
			err = d.DropPerson(ctx, in.Person, in.Version)
		}
		return nil, refuse(ctx, err)
	})
}

// Rules are the address rules.
type Rules struct {
	Rules []settings.BlockingRule `json:"rules"`
}

type rulePath struct {
	Rule string `path:"rule" maxLength:"40"`
}

// blocking declares the address rules of administrators (R8, R194).
func blocking(a huma.API, d *desk.Desk) {
	huma.Register(a, huma.Operation{
		OperationID: "blockingRules", Method: http.MethodGet, Path: "/blocking", Security: signedIn, Summary: "All address rules, ranges first",
	}, func(ctx context.Context, _ *struct{}) (*body[Rules], error) {
		if _, err := person(ctx, session.GroupAdministrator); err != nil {
			return nil, refuse(ctx, err)
		}
		rules, err := d.BlockingRules(ctx)
		return &body[Rules]{Rules{rules}}, refuse(ctx, err)
	})
	huma.Register(a, huma.Operation{
		OperationID: "putBlockingRule", Method: http.MethodPost, Path: "/blocking", Security: signedIn,
		Summary: "Blocks an address, a range or a network, IPv4 or IPv6 (R192, R193)",
	}, func(ctx context.Context, in *body[settings.BlockingRule]) (*body[settings.BlockingRule], error) {
		by, err := person(ctx, session.GroupAdministrator)
		if err != nil {
			return nil, refuse(ctx, err)
		}
		r, err := d.PutBlockingRule(ctx, by, in.Body)
		return &body[settings.BlockingRule]{r}, refuse(ctx, err)
	})
	huma.Register(a, huma.Operation{
		OperationID: "dropBlockingRule", Method: http.MethodDelete, Path: "/blocking/{rule}", Security: signedIn, DefaultStatus: http.StatusNoContent,
		Summary: "Deletes an address rule; it acts at once (R194)",
	}, func(ctx context.Context, in *rulePath) (*struct{}, error) {
		_, err := person(ctx, session.GroupAdministrator)
		if err == nil {
			err = d.DropBlockingRule(ctx, in.Rule)
		}
		return nil, refuse(ctx, err)
	})
}
