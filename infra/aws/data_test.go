package main

import (
	"slices"
	"strings"
	"testing"

	"switchboard/infra/manifest"
)

func TestTablesHaveKeysTTLStreamAndPITR(t *testing.T) {
	inEveryStage(t, func(t *testing.T, a *assembly) {
		tables := a.all("Data", "AWS::DynamoDB::Table")
		if len(tables) != len(manifest.Tables()) {
			t.Fatalf("%d tables", len(tables))
		}
		for i, want := range manifest.Tables() { // chats before desk in both
			a.checkTable(t, tables[i], want)
		}
	})
}

func (a *assembly) checkTable(t *testing.T, r *resource, want manifest.Table) {
	t.Helper()
	if !strings.HasPrefix(r.id, want.Name) {
		t.Fatalf("%s is not %s", r.id, want.Name)
	}
	expires := ""
	if want.Expires != "" {
		expires = "true"
	}
	a.expects(t, r, map[string]string{
		"BillingMode": "PAY_PER_REQUEST",
		"PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled": "true",
		"TimeToLiveSpecification.AttributeName":                       want.Expires,
		"TimeToLiveSpecification.Enabled":                             expires,
		"StreamSpecification.StreamViewType":                          want.Stream,
		"KeySchema":                                                   `{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}`,
	})
	indexes, _ := r.Properties["GlobalSecondaryIndexes"].([]any)
	if len(indexes) != len(want.Indexes) {
		t.Errorf("%s has %d indexes, want %d", r.id, len(indexes), len(want.Indexes))
	}
	attributes := a.at(r, "AttributeDefinitions")
	for _, key := range []string{manifest.PartitionKey, manifest.SortKey} {
		if !strings.Contains(attributes, `{"AttributeName":"`+key+`","AttributeType":"S"}`) {
			t.Errorf("%s: key %s is no string: %s", r.id, key, attributes)
		}
	}
}

// An index of the manifest arrives whole; none is there yet, so a row is made up.
func TestAnIndexCarriesWhatItsRowSays(t *testing.T) {
	bare := indexProps(manifest.Index{Name: "waiting", PartitionKey: "queue", SortKey: "since"})
	if *bare.IndexName != "waiting" || *bare.PartitionKey.Name != "queue" || *bare.SortKey.Name != "since" || bare.ProjectionType != "KEYS_ONLY" {
		t.Errorf("%+v", bare)
	}
	more := indexProps(manifest.Index{Name: "free", PartitionKey: "queue", SortKey: "rank", Carries: []string{"load"}})
	if more.ProjectionType != "INCLUDE" || *(*more.NonKeyAttributes)[0] != "load" {
		t.Errorf("%+v", more)
	}
}

// What cannot be made again stays when a stage of real conversations is deleted by mistake.
func TestProdKeepsItsData(t *testing.T) {
	kinds := []string{"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool"}
	for name, want := range map[string]string{"dev": "Delete", "prod": "Retain"} {
		a := must(t, everyStage()[name])
		for _, kind := range kinds {
			for _, r := range a.everywhere(kind) {
				if r.DeletionPolicy != want {
					t.Errorf("%s: %s is under %q", name, r.id, r.DeletionPolicy)
				}
			}
		}
		for _, r := range a.all("Data", "AWS::DynamoDB::Table") {
			if got := a.at(r, "DeletionProtectionEnabled"); (got == "true") != (name == "prod") {
				t.Errorf("%s: %s is protected: %q", name, r.id, got)
			}
		}
	}
}

func TestPeopleAreInvitedAndCarryGroups(t *testing.T) {
	for name, mfa := range map[string]string{"dev": "OPTIONAL", "prod": "ON"} {
		a := must(t, everyStage()[name])
		a.expects(t, a.all("Data", "AWS::Cognito::UserPool")[0], map[string]string{
			"AdminCreateUserConfig.AllowAdminCreateUserOnly": "true",
			"MfaConfiguration":                      mfa,
			"EnabledMfas":                           "SOFTWARE_TOKEN_MFA",
			"Policies.PasswordPolicy.MinimumLength": "12",
		})
		groups := []string{}
		for _, group := range a.all("Data", "AWS::Cognito::UserPoolGroup") {
			groups = append(groups, a.at(group, "GroupName"))
		}
		if !slices.Equal(groups, []string{"administrator", "agent", "supervisor"}) {
			t.Errorf("groups %v", groups)
		}
	}
}

func TestTheClientSignsInByCodeWithoutASecret(t *testing.T) {
	a := must(t, full)
	a.expects(t, a.all("Web", "AWS::Cognito::UserPoolClient")[0], map[string]string{
		"GenerateSecret":                  "false",
		"AllowedOAuthFlows":               "code",
		"AllowedOAuthFlowsUserPoolClient": "true",
		"CallbackURLs":                    "https://chat.example.com/console/callback",
		// A password alone is taken only from whoever holds this account's IAM rights besides.
		"ExplicitAuthFlows":          "ALLOW_REFRESH_TOKEN_AUTH,ALLOW_ADMIN_USER_PASSWORD_AUTH",
		"EnableTokenRevocation":      "true",
		"PreventUserExistenceErrors": "ENABLED",
	})
}

// What people send is posted into quarantine and nowhere else, from the pages that the stage names; half an upload is gone
// after a day, and so is what nobody looked at.
func TestFilesArePostedIntoQuarantineAlone(t *testing.T) {
	pages := map[string]string{"dev": "*", "prod": "*", "full": "https://shop.example.com,https://help.example.com"}
	inEveryStage(t, func(t *testing.T, a *assembly) {
		for _, r := range a.all("Data", "AWS::S3::Bucket") {
			rules, _ := value(r, "LifecycleConfiguration.Rules").([]any)
			rule, _ := rules[0].(map[string]any)
			if got := a.text(value(&resource{Properties: rule}, "AbortIncompleteMultipartUpload.DaysAfterInitiation")); got != "1" {
				t.Errorf("half an upload stays in %s for %q days", r.id, got)
			}
			open, _ := value(r, "CorsConfiguration.CorsRules").([]any)
			if short(r.id) != "quarantine" {
				if len(open) > 0 {
					t.Errorf("%s answers other pages: %v", r.id, open)
				}
				continue
			}
			only, _ := open[0].(map[string]any)
			a.expects(t, &resource{Properties: only}, map[string]string{
				"AllowedMethods": "POST", "AllowedOrigins": pages[a.config.Stage], "AllowedHeaders": "*", "MaxAge": "3600",
			})
			if len(open) != 1 {
				t.Errorf("%d rules", len(open))
			}
		}
	})
}
