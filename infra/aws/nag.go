package main

import (
	"strings"

	"switchboard/infra/manifest"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdklabs/cdk-nag-go/cdknag/v2"
)

// audit has cdk-nag's AwsSolutions pack look at every resource while it is synthesised.
func audit(app awscdk.App) {
	awscdk.Aspects_Of(app).Add(cdknag.NewAwsSolutionsChecks(nil), nil)
}

// explanation says why one finding on one construct stands. Evidence narrows it to one wildcard or one policy, so that a
// second one on the same role would be found.
type explanation struct {
	construct, rule, evidence, reason string
}

// explain attaches every explanation to its construct. A finding without one fails the tests, and so does an explanation
// without a finding.
func explain(s *stacks) {
	c := s.api.config
	attach(s.data.stack, dataExplanations(c))
	attach(s.web.stack, webExplanations(c))
	attach(s.api.stack, routeExplanations(c))
	for _, f := range manifest.Functions() {
		attach(s.api.stack, roleExplanations(c, f))
	}
}

func dataExplanations(c Config) []explanation {
	list := []explanation{
		{"originSecret", "AwsSolutions-SMG4", "", "Whoever learnt it could lie about where a visitor is, and nothing else; CloudFront and the function hold the value of one deployment, which a rotation would put at odds."},
		{"people", "AwsSolutions-COG8", "", "The plus plan costs five times as much per person and month; passwords of twelve characters and an authenticator app stand in for its threat protection."},
	}
	if !c.SecondFactor {
		list = append(list, explanation{"people", "AwsSolutions-COG2", "", "This stage holds no real conversations; SecondFactor asks everybody for one."})
	}
	return list
}

func webExplanations(c Config) []explanation {
	list := []explanation{
		{"distribution", "AwsSolutions-CFR1", "", "Visitors come from wherever the owner's pages are read."},
		{"distribution", "AwsSolutions-CFR3", "", "The site is static and open; a log of it would only collect the addresses of visitors who never opened a chat."},
	}
	if c.WebACL == "" {
		list = append(list, explanation{"distribution", "AwsSolutions-CFR2", "", "A web ACL costs by the month while nobody talks; WebACL in the configuration attaches the owner's."})
	}
	if c.Domain == "" {
		list = append(list, explanation{"distribution", "AwsSolutions-CFR4", "", "CloudFront fixes the protocol for its own names; with Domain in the configuration it is TLS 1.2 or newer."})
	}
	return list
}

func routeExplanations(c Config) []explanation {
	list := []explanation{}
	for _, f := range manifest.Functions() {
		if route := f.Trigger.Route; f.Trigger.Kind == manifest.Socket && route != "$connect" {
			list = append(list, explanation{socketID(route), "AwsSolutions-APIG4", "", "API Gateway authorises a socket once, on $connect; the authorizer's answer rides on every later event and each function checks it."})
		}
	}
	for _, r := range append(manifest.Routes(), manifest.Preflight()) {
		if !r.Authenticated {
			list = append(list, explanation{httpID(r), "AwsSolutions-APIG4", "", "A route of visitors, who do not sign in, or a browser's question before a call: the function checks origin and rates itself."})
		}
	}
	switch c.SocketLogs {
	case SocketLogsOff:
		list = append(list, explanation{"socketStage", "AwsSolutions-APIG1", "", "Access logs need a role that is one setting for the whole account; SocketLogs in the configuration switches them on. Each function logs its own line per frame."})
	case SocketLogsCreate:
		list = append(list, explanation{"gatewayRole", "AwsSolutions-IAM4", "", "The role is the account's, not ours: API Gateway documents this managed policy for it and checks for what it grants."})
	}
	return list
}

func roleExplanations(c Config, f manifest.Function) []explanation {
	role := f.Name + "Role"
	list := []explanation{}
	if f.Connections {
		connections := "Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<sockets>/" + c.Stage + "/POST/@connections/*"
		list = append(list, explanation{role, "AwsSolutions-IAM5", connections, "Connections come and go; the permission is for posting to those of this stage of this API and nothing else."})
	}
	if f.Closes {
		connections := "Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<sockets>/" + c.Stage + "/DELETE/@connections/*"
		list = append(list, explanation{role, "AwsSolutions-IAM5", connections, "As for posting: the permission is for closing those of this stage of this API and nothing else."})
	}
	if len(f.Transcripts) > 0 {
		list = append(list, explanation{role, "AwsSolutions-IAM5", `/^Resource::<transcripts\w+\.Arn>\/\*$/`, "A transcript's key is its chat and its hash, which no policy can know beforehand; the bucket holds nothing else."})
	}
	if c.XRay {
		list = append(list, explanation{role, "AwsSolutions-IAM5", "Resource::*", "X-Ray's two writing actions, which know no narrower resource; for the stream's reader dynamodb:ListStreams besides."})
	} else if f.Trigger.Kind == manifest.Stream {
		list = append(list, explanation{role, "AwsSolutions-IAM5", "Resource::*", "dynamodb:ListStreams, which the stream's poller needs, knows no narrower resource."})
	}
	if f.Trigger.Kind == manifest.Stream {
		list = append(list,
			explanation{role, "AwsSolutions-IAM5", `/^Resource::<failures\w+\.Arn>\/\*$/`, "Lambda chooses the key under which it stores a record that was given up; the bucket holds nothing else."})
	}
	return list
}

func attach(stack awscdk.Stack, list []explanation) {
	for _, e := range list {
		suppression := &cdknag.NagPackSuppression{Id: jsii.String(e.rule), Reason: jsii.String(e.reason)}
		switch {
		case strings.HasPrefix(e.evidence, "/"):
			suppression.AppliesTo = &[]any{&cdknag.RegexAppliesTo{Regex: jsii.String(e.evidence)}}
		case e.evidence != "":
			suppression.AppliesTo = &[]any{jsii.String(e.evidence)}
		}
		on := []constructs.IConstruct{stack.Node().FindChild(jsii.String(e.construct))}
		cdknag.NagSuppressions_AddResourceSuppressions(&on, &[]*cdknag.NagPackSuppression{suppression}, jsii.Bool(true))
	}
}
