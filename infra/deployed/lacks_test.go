package main

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// given is one resource of each kind that the table touches, and one that it must leave alone.
const given = `{"Resources":{
	"answer":{"Type":"AWS::ApiGatewayV2::RouteResponse"},
	"budget":{"Type":"AWS::Budgets::Budget"},
	"stage":{"Type":"AWS::ApiGatewayV2::Stage","DependsOn":["answer","route"]},
	"bucketPolicy":{"Type":"AWS::S3::BucketPolicy","Properties":{"PolicyDocument":{"Statement":[
		{"Effect":"Deny","Condition":{"Bool":{"aws:SecureTransport":"false"}}},
		{"Effect":"Deny","Condition":{"NumericLessThan":{"s3:TlsVersion":1.2}}},
		{"Effect":"Allow","Action":"s3:GetObject"}]}}},
	"queuePolicy":{"Type":"AWS::SQS::QueuePolicy","Properties":{"PolicyDocument":{"Statement":[
		{"Effect":"Deny","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}}},
	"api":{"Type":"AWS::Lambda::Function","Properties":{"Environment":{"Variables":{
		"DESK_TABLE":{"Fn::ImportValue":"desk"},
		"CONNECTIONS_URL":{"Fn::Join":["",["https://",{"Fn::Join":[".",[{"Fn::ImportValue":"id"},"execute-api"]]},"/dev"]]},
		"SOCKET_URL":{"Fn::Join":["",["wss://",{"Fn::Join":[".",[{"Fn::ImportValue":"id"},"execute-api"]]},"/dev"]]}}}}}}}`

const wanted = `{"Resources":{
	"stage":{"Type":"AWS::ApiGatewayV2::Stage","DependsOn":["route"]},
	"bucketPolicy":{"Type":"AWS::S3::BucketPolicy","Properties":{"PolicyDocument":{"Statement":[{"Effect":"Allow","Action":"s3:GetObject"}]}}},
	"queuePolicy":{"Type":"AWS::SQS::QueuePolicy","Properties":{"PolicyDocument":{"Statement":[]}}},
	"api":{"Type":"AWS::Lambda::Function","Properties":{"Environment":{"Variables":{
		"DESK_TABLE":{"Fn::ImportValue":"desk"},
		"CONNECTIONS_URL":{"Fn::Join":["",["http://127.0.0.1:1/_aws/execute-api/",{"Fn::ImportValue":"id"},"/dev"]]},
		"SOCKET_URL":{"Fn::Join":["",["ws://127.0.0.1:1/_aws/execute-api/",{"Fn::ImportValue":"id"},"/dev"]]}}}}}}}`

func parsed(t *testing.T, text string) template {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheTableChangesWhatItSaysAndNothingElse(t *testing.T) {
	got := parsed(t, given)
	counts, err := adapt([]template{got}, emulator{host: "127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	if want := []int{1, 1, 2, 1, 2}; !reflect.DeepEqual(counts, want) {
		t.Errorf("the rows changed %v, want %v", counts, want)
	}
	written, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(parsed(t, string(written)), parsed(t, wanted)) {
		t.Errorf("got %s", written)
	}
}

func TestARowThatChangesNothingFails(t *testing.T) {
	_, err := adapt([]template{parsed(t, `{"Resources":{}}`)}, emulator{})
	for _, row := range lacks {
		if err == nil || !strings.Contains(err.Error(), row.what) {
			t.Errorf("%s is not named by %v", row.what, err)
		}
	}
}

func TestEveryRowSaysWhyAndWhereElse(t *testing.T) {
	for _, row := range lacks {
		if row.reason == "" || row.proved == "" || !strings.HasPrefix(row.what, "AWS::") {
			t.Errorf("%+v", row)
		}
	}
}
