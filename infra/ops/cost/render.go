package main

import (
	"fmt"
	"strings"
)

// bill is what a usage costs, line by line in the order of the prices.
func (p prices) bill(u usage) (lines []string, total float64, err error) {
	left := len(u)
	for _, price := range p.List {
		n, used := u[price.What]
		if !used {
			continue
		}
		left--
		if n == 0 {
			continue
		}
		usd := n / price.Per * price.USD
		total += usd
		lines = append(lines, fmt.Sprintf("| %s | %s | %s |", price.What, quantity(n), money(usd)))
	}
	if left > 0 {
		return nil, 0, fmt.Errorf("something in %v has no price in infra/ops/cost/prices.json", u)
	}
	return lines, total, nil
}

func quantity(n float64) string {
	if n >= 100 || n == float64(int64(n)) {
		return fmt.Sprintf("%.0f", n)
	}
	return fmt.Sprintf("%.2f", n)
}

func money(usd float64) string {
	if usd < 0.005 {
		return "under $0.01"
	}
	return fmt.Sprintf("$%.2f", usd)
}

// scaled is a usage so many times.
func (u usage) scaled(times float64) usage {
	all := usage{}
	for what, n := range u {
		all[what] = n * times
	}
	return all
}

const opening = `# What it costs

Written by ` + "`go run ./infra/ops/cost`" + ` out of the [metered table](data.md#what-each-verb-costs) and the prices in ` + "`infra/ops/cost/prices.json`" + `, noted on %s for %s from what is known of AWS's price lists, not checked against them, before tax and without any free tier; 40 ms an invocation is an assumption. **No bill has been seen yet.** Prices change and differ between regions: look at AWS's own price pages before you count on a figure, change the file, and run it again.

| | a month or so many |
| --- | ---: |
| a thousand chats | %s |
| an agent who is Online 160 hours, beside her chats | %s |
| a month in which nobody is there | %s |
| the dashboard's own figures, in a month of 160 hours with somebody Online | %s |
| the synthetic chat every five minutes, where a stage has one | %s |

Assumed, because no meter has shown it: an invocation is billed for %.0f ms at %.0f MB and logs %.1f KB; Lambda reads the empty timer queue with %.0f pollers. Not counted: what is stored (conversations leave the tables after 30 days, transcripts stay), data out, CloudFront, the sign-in (Cognito's first 10,000 people a month are free on its plan), cold starts, a domain, a web ACL. Availability is asked every 30 s by each visible page that has an element which follows it, and answered by CloudFront; per such page and hour that is 120 requests there and, for each site and each of CloudFront's caches, at most one call every 5 s here.

`

// render is the whole page.
func render(data string) (string, error) {
	p, err := known()
	if err != nil {
		return "", err
	}
	verbs, err := metered(data)
	if err != nil {
		return "", err
	}
	var sums []any
	var tables strings.Builder
	for _, part := range []struct {
		title string
		of    func(map[string]verb) (usage, error)
		times float64
	}{
		{"A thousand chats", chat, 1000},
		{"An agent Online", online, 1},
		{"A month in which nobody is there", idle, 1},
		{"The dashboard's own figures", measured, 1},
		{"The synthetic chat every five minutes", probed, 1},
	} {
		u, err := part.of(verbs)
		if err != nil {
			return "", err
		}
		lines, total, err := p.bill(u.scaled(part.times))
		if err != nil {
			return "", err
		}
		sums = append(sums, money(total))
		fmt.Fprintf(&tables, "## %s\n\n%s\n\n| | how much | |\n| --- | ---: | ---: |\n%s\n| **together** | | **%s** |\n\n",
			part.title, about[part.title], strings.Join(lines, "\n"), money(total))
	}
	page := fmt.Sprintf(opening, append(append([]any{p.Noted, p.Region}, sums...), billedMS, memoryGB*1024, lineKB, pollers)...)
	return page + tables.String() + "## Prices\n\n| | dollars | per | of |\n| --- | ---: | ---: | --- |\n" + p.rows(), nil
}

// about says what each part is made of.
var about = map[string]string{
	"A thousand chats":                      "Each takes ten minutes and twenty messages, with forty notices that somebody writes, from the visitor's ticket to the transcript.",
	"An agent Online":                       "Twenty days of eight hours, half of them with a chat: her lease is renewed every 15 s then, every 60 s else; three breaks a day; a socket lasts two hours.",
	"A month in which nobody is there":      "The sweep every minute, a look at each of two buttons every quarter of an hour, an empty queue that is read, ten alarms.",
	"The dashboard's own figures":           "Six figures, written in the 160 hours of a month in which somebody is Online, and what each sweep reads for them. A month in which nobody is there has none.",
	"The synthetic chat every five minutes": "Off by default. A visitor and an agent in one, from tickets to transcript, with two figures and an alarm.",
}

func (p prices) rows() string {
	var rows strings.Builder
	for _, price := range p.List {
		fmt.Fprintf(&rows, "| %s | %g | %.0f | %s |\n", price.What, price.USD, price.Per, price.Of)
	}
	return rows.String()
}
