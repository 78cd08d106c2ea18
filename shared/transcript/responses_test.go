package transcript

import (
	"testing"

	"switchboard/shared/log"
)

type said struct {
	who log.Party
	at  float64
}

func TestResponseTimes(t *testing.T) {
	const v, a, b, sys = log.Visitor, log.Party("a1"), log.Party("a2"), log.System
	rows := []struct {
		title string
		said  []said
		want  [4]string // agent average, agent maximum, visitor average, visitor maximum
	}{
		{"TR6 (R223): V0 A5", []said{{v, 0}, {a, 5}}, [4]string{"5", "5", "", ""}},
		{"TR6 (R223): V0 V3 A10", []said{{v, 0}, {v, 3}, {a, 10}}, [4]string{"10", "10", "", ""}},
		{"TR6 (R223): V0 A5 V10 A30", []said{{v, 0}, {a, 5}, {v, 10}, {a, 30}}, [4]string{"13", "20", "5", "5"}},
		{"TR6 (R223): no message of the visitor", []said{{a, 1}, {a, 9}}, [4]string{}},
		{"TR6 (R223): no message at all", nil, [4]string{}},
		{"TR6 (R223): a greeting is ignored", []said{{sys, 0}, {v, 2}, {sys, 3}, {a, 6}}, [4]string{"4", "4", "", ""}},
		{"TR6 (R223): all agents count together", []said{{v, 0}, {a, 4}, {b, 9}, {v, 14}, {b, 20}}, [4]string{"5", "6", "10", "10"}},
		{"TR6 (R223): symmetry", []said{{a, 0}, {v, 7}, {a, 8}, {v, 12}}, [4]string{"1", "1", "6", "7"}},
		{"TR6 (R222, R223): fractions are dropped before the mean, so it never exceeds the maximum", []said{{v, 0}, {a, 5.7}}, [4]string{"5", "5", "", ""}},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			s := requested(t).accept(0, noor).accept(0, ilse)
			for _, m := range r.said {
				s.text(100+m.at, m.who, "…")
			}
			d := Render(s.end(200, v, log.ByVisitor, log.Finished).close(201))
			check(t, d, want{"Agent Average Response Time": r.want[0], "Agent Maximum Response Time": r.want[1],
				"Visitor Average Response Time": r.want[2], "Visitor Maximum Response Time": r.want[3]})
			got := [4]string{digits(d.ResponseTimes.AgentAverage), digits(d.ResponseTimes.AgentMaximum), digits(d.ResponseTimes.VisitorAverage), digits(d.ResponseTimes.VisitorMaximum)}
			if got != r.want {
				t.Errorf("response times %v, want %v", got, r.want)
			}
		})
	}
	t.Run("TR5 (R224): greetings, notices and private entries are not counted", func(t *testing.T) {
		s := requested(t).accept(1, noor).text(2, sys, "Welcome").text(3, v, "a").text(4, a, "b").accept(5, ilse).text(6, b, "c").text(7, b, "d")
		d := Render(s.end(9, v, log.ByVisitor, log.Finished).shut(10, noor).close(11))
		check(t, d, want{"Agent Message Count": "3", "Visitor Message Count": "1"})
		if d.AgentMessages != 3 || d.VisitorMessages != 1 {
			t.Errorf("got %d and %d", d.AgentMessages, d.VisitorMessages)
		}
	})
	t.Run("TR6 (R154, R223): an agent's greeting is no turn, and agents one after another count together", func(t *testing.T) {
		s := requested(t).accept(1, noor).say(1, log.Greeted, a, log.Payload{Text: "Welcome"}).text(10, v, "a").text(14, a, "b").
			comes(20, log.Transferred, ilse).text(21, v, "c").text(29, b, "d")
		check(t, Render(s.finish(40, ilse)), want{"Agent Message Count": "2", "Visitor Message Count": "2", "Agent Average Response Time": "6",
			"Agent Maximum Response Time": "8", "Visitor Average Response Time": "7", "Visitor Maximum Response Time": "7"})
	})
	t.Run("TR5 (R224): a missed request has counts of 0", func(t *testing.T) {
		check(t, Render(missed(t, sys, log.BySystem, log.NoAgent)), want{"Agent Message Count": "0", "Visitor Message Count": "0"})
	})
}
