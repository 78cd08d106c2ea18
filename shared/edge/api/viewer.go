package api

import (
	"crypto/subtle"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CloudFront says of a visitor's calls where they come from. Anybody can send these headers to the API's own address, so
// they are believed only beside a secret that CloudFront alone knows (X-Origin-Secret).
const (
	headerSecret  = "x-origin-secret"
	headerAddress = "cloudfront-viewer-address"
	headerCity    = "cloudfront-viewer-city"
	headerRegion  = "cloudfront-viewer-country-region-name"
	headerCountry = "cloudfront-viewer-country-name"
	headerASN     = "cloudfront-viewer-asn"
)

// viewer is what is believed of a caller.
type viewer struct{ address, place, network string }

// viewerOf reads the headers of a call, whose names API Gateway has put into lower case.
func viewerOf(headers map[string]string, secret string) viewer {
	if secret == "" || subtle.ConstantTimeCompare([]byte(headers[headerSecret]), []byte(secret)) != 1 {
		return viewer{}
	}
	v := viewer{
		address: hostOf(headers[headerAddress]),
		place:   placeOf(readable(headers[headerCity]), readable(headers[headerRegion]), readable(headers[headerCountry])),
	}
	if asn := readable(headers[headerASN]); asn != "" {
		v.network = "AS" + asn
	}
	return v
}

// hostOf is the address in "address:port", as CloudFront writes it: an IPv6 address stands there without brackets.
func hostOf(text string) string {
	at := strings.LastIndexByte(text, ':')
	if at < 0 {
		return ""
	}
	addr, err := netip.ParseAddr(strings.Trim(text[:at], "[]"))
	if err != nil {
		return ""
	}
	return addr.Unmap().String()
}

// placeOf is city and state in the United States, city and country elsewhere; what is unknown is left out (R227).
func placeOf(city, region, country string) string {
	within := country
	if country == "United States" && region != "" {
		within = region
	}
	switch {
	case city == "":
		return within
	case within == "":
		return city
	}
	return city + ", " + within
}

// longest is how much of a header's words is kept.
const longest = 80

// readable is a header's words as far as they can be shown: broken text is none. What was broken before it became JSON
// arrives with a mark in place of what it was.
func readable(text string) string {
	if !utf8.ValidString(text) || strings.ContainsRune(text, utf8.RuneError) {
		return ""
	}
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, text))
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest])
	}
	return text
}
