// Command gen writes what follows from the frames: JSON Schema, AsyncAPI and TypeScript. What it writes is committed, and
// CI fails if it differs.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"

	"switchboard/shared/protocol"
)

func main() {
	files := map[string]func() ([]byte, error){
		"api/protocol.schema.json": schema, "api/asyncapi.json": asyncAPI, "web/link/protocol.gen.ts": typescript,
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		text, err := files[path]()
		if err == nil {
			err = os.WriteFile(path, text, 0o644) //nolint:gosec // generated sources are for everybody to read
		}
		if err != nil {
			log.Fatalf("%s: %v", path, err)
		}
	}
	if err := golden(); err != nil {
		log.Fatal(err)
	}
}

// golden writes an example of each frame, which Go and TypeScript both read in their tests.
func golden() error {
	for folder, frames := range map[string]map[string]any{"sent": protocol.SentFrames(), "received": protocol.ReceivedFrames()} {
		for name, frame := range frames {
			text, err := json.MarshalIndent(frame, "", "  ")
			if err != nil {
				return err
			}
			path := fmt.Sprintf("api/golden/%s-%s.json", folder, name)
			if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil { //nolint:gosec // as above
				return err
			}
		}
	}
	return nil
}

// definitions are the schemas of all frames and of what they are made of, by their Go names.
func definitions() (map[string]*jsonschema.Schema, error) {
	r := &jsonschema.Reflector{ExpandedStruct: false}
	if err := r.AddGoComments("switchboard", "./shared/protocol"); err != nil {
		return nil, err
	}
	all := map[string]*jsonschema.Schema{}
	for _, frames := range []map[string]any{protocol.SentFrames(), protocol.ReceivedFrames()} {
		for _, frame := range frames {
			maps.Copy(all, r.Reflect(frame).Definitions)
		}
	}
	return all, nil
}

func schema() ([]byte, error) {
	defs, err := definitions()
	if err != nil {
		return nil, err
	}
	return indented(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Switchboard's frames", "$defs": defs,
		"oneOf": []any{refs("#/$defs/", protocol.SentFrames()), refs("#/$defs/", protocol.ReceivedFrames())},
	})
}

func refs(prefix string, frames map[string]any) any {
	var list []any
	for _, name := range slices.Sorted(maps.Keys(frames)) {
		list = append(list, map[string]string{"$ref": prefix + reflect.TypeOf(frames[name]).Name()})
	}
	return map[string]any{"oneOf": list}
}

func indented(v any) ([]byte, error) {
	text, err := json.MarshalIndent(v, "", "  ")
	return append(text, '\n'), err
}

// asyncAPI describes the socket: one channel, what a client sends and what it receives.
func asyncAPI() ([]byte, error) {
	messages, components := map[string]any{}, map[string]any{}
	operations := map[string]any{}
	for action, frames := range map[string]map[string]any{"receive": protocol.SentFrames(), "send": protocol.ReceivedFrames()} {
		var refs []any
		for _, name := range slices.Sorted(maps.Keys(frames)) {
			title := reflect.TypeOf(frames[name]).Name()
			components[title] = map[string]any{"name": name, "payload": map[string]string{"$ref": "./protocol.schema.json#/$defs/" + title}}
			messages[title] = map[string]string{"$ref": "#/components/messages/" + title}
			refs = append(refs, map[string]string{"$ref": "#/channels/socket/messages/" + title})
		}
		operations[action] = map[string]any{"action": action, "channel": map[string]string{"$ref": "#/channels/socket"}, "messages": refs}
	}
	return indented(map[string]any{
		"asyncapi": "3.1.0",
		"info": map[string]string{"title": "Switchboard's socket", "version": "1.0.0",
			"description": "Open it with the subprotocols " + protocol.Subprotocol + " and " + protocol.TicketPrefix + "<ticket>. The operations are the server's: it receives what clients send."},
		"channels":   map[string]any{"socket": map[string]any{"address": "/{stage}", "parameters": map[string]any{"stage": map[string]string{"description": "The stage of the socket API"}}, "messages": messages}},
		"operations": operations,
		"components": map[string]any{"messages": components},
	})
}

// typescript writes an interface per struct and a union per direction.
func typescript() ([]byte, error) {
	defs, err := definitions()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString("// Generated from shared/protocol by `make generate`. Do not edit.\n")
	fmt.Fprintf(&b, "\nexport const SUBPROTOCOL = '%s'\nexport const TICKET_PREFIX = '%s'\nexport const MAX_TEXT = %d\nexport const MAX_NAME = %d\nexport const MAX_QUESTION = %d\n",
		protocol.Subprotocol, protocol.TicketPrefix, protocol.MaxText, protocol.MaxName, protocol.MaxDetailValue)
	for _, name := range slices.Sorted(maps.Keys(defs)) {
		writeInterface(&b, name, defs[name])
	}
	union(&b, "Sent", protocol.SentFrames())
	union(&b, "Received", protocol.ReceivedFrames())
	return []byte(b.String()), nil
}

func union(b *strings.Builder, name string, frames map[string]any) {
	var types []string
	for _, frame := range slices.Sorted(maps.Keys(frames)) {
		types = append(types, tsName(reflect.TypeOf(frames[frame]).Name()))
	}
	fmt.Fprintf(b, "\nexport type %s =\n  | %s\n", name, strings.Join(types, "\n  | "))
}

// tsName avoids the names that TypeScript's own library has.
func tsName(name string) string {
	if name == "Error" || name == "Event" {
		return "Chat" + name
	}
	return name
}

func writeInterface(b *strings.Builder, name string, s *jsonschema.Schema) {
	comment(b, "", s.Description)
	fmt.Fprintf(b, "export interface %s {\n", tsName(name))
	for p := s.Properties.Oldest(); p != nil; p = p.Next() {
		if p.Value.Description != "" {
			fmt.Fprintf(b, "  /** %s */\n", strings.Join(strings.Fields(p.Value.Description), " "))
		}
		optional := "?"
		if slices.Contains(s.Required, p.Key) {
			optional = ""
		}
		fmt.Fprintf(b, "  %s%s: %s\n", p.Key, optional, tsType(p.Value))
	}
	b.WriteString("}\n")
}

func comment(b *strings.Builder, indent, text string) {
	fmt.Fprintf(b, "\n%s/**\n", indent)
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		fmt.Fprintf(b, "%s * %s\n", indent, strings.ReplaceAll(line, "\t", "  "))
	}
	fmt.Fprintf(b, "%s */\n", indent)
}

func tsType(s *jsonschema.Schema) string {
	switch {
	case s.Const != nil:
		return fmt.Sprintf("'%v'", s.Const)
	case len(s.Enum) > 0:
		var words []string
		for _, e := range s.Enum {
			words = append(words, fmt.Sprintf("'%v'", e))
		}
		return strings.Join(words, " | ")
	case s.Ref != "":
		return tsName(s.Ref[strings.LastIndex(s.Ref, "/")+1:])
	case s.Type == "array":
		return tsType(s.Items) + "[]"
	case s.Type == "integer":
		return "number"
	}
	return s.Type
}
