package transcript

import (
	"net/url"
	"strconv"
	"strings"
)

// created names who created the transcript and when, as the label promises (TR10, R332).
func (r rendering) created() string {
	if r.story.closed.IsZero() {
		return r.creator.Name
	}
	return r.creator.Name + ", " + clock(r.story.closed)
}

func (r rendering) waited() string {
	if r.story.ended.IsZero() {
		return ""
	}
	return strconv.Itoa(r.wait)
}

// referrer is the page before ours. A visitor who came from another page of the same site came from nowhere (TR13,
// R228).
func (r rendering) referrer() string {
	page, err := url.Parse(r.in.Visitor.Page)
	if err != nil || page.Host == "" {
		return r.in.Visitor.Referrer
	}
	before, err := url.Parse(r.in.Visitor.Referrer)
	if err == nil && strings.EqualFold(before.Host, page.Host) {
		return ""
	}
	return r.in.Visitor.Referrer
}
