// Package main computes what the product costs: the requests that the tables were metered to take (docs/data.md), and
// beside them messages, milliseconds, timers and lines of log, at the prices of one dated file. It writes docs/cost.md; a
// test holds that page to both. Nothing here asks AWS.
package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
)

//go:embed prices.json
var noted []byte

// price is what some quantity costs.
type price struct {
	What string  `json:"what"`
	USD  float64 `json:"usd"`
	Per  float64 `json:"per"`
	Of   string  `json:"of"`
}

type prices struct {
	Noted  string  `json:"noted"`
	Region string  `json:"region"`
	List   []price `json:"prices"`
}

func main() {
	if err := write("docs/data.md", "docs/cost.md"); err != nil {
		fmt.Fprintln(os.Stderr, "infra/ops/cost:", err)
		os.Exit(1)
	}
}

func write(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("run this in the project's folder: %w", err)
	}
	page, err := render(string(text))
	if err != nil {
		return err
	}
	return os.WriteFile(to, []byte(page), 0o644) //nolint:gosec // a page of the project
}

// verb is a row of the metered table.
type verb struct{ reads, writes, timers, pushes float64 }

// metered reads the table of what each verb costs.
func metered(page string) (map[string]verb, error) {
	_, table, found := strings.Cut(page, "## What each verb costs")
	if !found {
		return nil, fmt.Errorf("docs/data.md has no table of what each verb costs")
	}
	verbs := map[string]verb{}
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 6 {
			continue
		}
		var numbers []float64
		for _, cell := range cells[2:] {
			n, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
			if err != nil {
				break // the heading
			}
			numbers = append(numbers, n)
		}
		if len(numbers) == 4 {
			verbs[strings.TrimSpace(cells[0])] = verb{numbers[0], numbers[1], numbers[2], numbers[3]}
		}
	}
	return verbs, nil
}

func known() (prices, error) {
	var p prices
	return p, json.Unmarshal(noted, &p)
}
