package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard/infra/manifest"
)

// Lambda gives a function a share of a processor that grows with its memory, all of one at 1,769 MB, and bills both by
// the time. What it waits for others is the same at any size: three calls, at AWS a few milliseconds each.
const (
	wholeProcessor  = 1769.0
	waits           = 12 * time.Millisecond // assumed, not measured: there is no network here
	dollarsGBSecond = 0.0000133334          // arm64, as infra/ops/cost/prices.json has it
	dollarsMillion  = 0.20                  // invocations
)

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peak is the most memory that the process has held, in MB.
func (m *measured) peak() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", m.process.Process.Pid))
	if err != nil {
		return 0, err
	}
	found := peakLine.FindSubmatch(text)
	if found == nil {
		return 0, fmt.Errorf("no peak of memory in /proc: this bench needs Linux")
	}
	kb, err := strconv.ParseFloat(string(found[1]), 64)
	return kb / 1024, err
}

// memory is the section that says why functions have the memory they have.
func memory(message *costs) string {
	each, first := median(message.each), median(message.first)
	peaks := slices.Clone(message.peak)
	slices.Sort(peaks)
	chosen, _ := manifest.Find("message")
	var b strings.Builder
	fmt.Fprintf(&b, `## Memory

What memory `+"`message`"+` should have. Measured in the run above: %.2f ms of processor time for a warm message, %.2f ms for the first after a cold start,
%.0f MB held at most. A function gets a share of a processor with its memory (all of one at 1,769 MB); what it waits for others, %d ms
here, is assumed. Below 128 MB there is nothing to buy. **%d MB** is chosen: half of it would save little money and answers people later,
twice of it costs more and is hardly quicker. Whoever writes or reads whole transcripts has 512 MB, for they hold one in memory.

| MB | share of a processor | a warm message, ms | the first, ms | a million messages, $ |
| ---: | ---: | ---: | ---: | ---: |
`, inMS(each), inMS(first), peaks[len(peaks)-1], waits.Milliseconds(), chosen.MemoryMB)
	for _, mb := range []float64{128, 192, 256, 384, 512, 1024} {
		share := mb / wholeProcessor
		warm := inMS(waits) + inMS(each)/share
		fmt.Fprintf(&b, "| %.0f | %.2f | %.0f | %.0f | %.2f |\n", mb, share, warm, inMS(waits)+inMS(first)/share,
			dollarsMillion+1e6*warm/1000*mb/1024*dollarsGBSecond)
	}
	return b.String()
}

func inMS(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func median(all []time.Duration) time.Duration {
	all = slices.Clone(all)
	slices.Sort(all)
	return all[len(all)/2]
}

// without is a page's sections but the named one.
func without(sections, name string) string {
	var kept []string
	for section := range strings.SplitSeq("\n"+sections, "\n## ") {
		if section = strings.TrimSpace(section); section != "" && !strings.HasPrefix(section, name+"\n") {
			kept = append(kept, section)
		}
	}
	return strings.Join(kept, "\n\n## ")
}
