package api

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
)

func TestR227WhereAVisitorIsIsBelievedOfCloudFrontAlone(t *testing.T) {
	const secret = "the-origin's-own"
	berlin := map[string]string{
		headerSecret: secret, headerAddress: "203.0.113.24:46532", headerCity: "Berlin", headerRegion: "Land Berlin", headerCountry: "Germany", headerASN: "64500",
	}
	with := func(changes ...string) map[string]string {
		headers := map[string]string{}
		for name, value := range berlin {
			headers[name] = value
		}
		for i := 0; i < len(changes); i += 2 {
			headers[changes[i]] = changes[i+1]
		}
		return headers
	}
	for title, row := range map[string]struct {
		headers map[string]string
		secret  string
		want    viewer
	}{
		"city and country":                     {berlin, secret, viewer{"203.0.113.24", "Berlin, Germany", "AS64500"}},
		"R227: city and state in the US":       {with(headerCity, "Portland", headerRegion, "Oregon", headerCountry, "United States"), secret, viewer{"203.0.113.24", "Portland, Oregon", "AS64500"}},
		"a country alone":                      {with(headerCity, ""), secret, viewer{"203.0.113.24", "Germany", "AS64500"}},
		"nothing is known":                     {map[string]string{headerSecret: secret}, secret, viewer{}},
		"IPv6 without brackets":                {with(headerAddress, "2001:db8::7:46532"), secret, viewer{"2001:db8::7", "Berlin, Germany", "AS64500"}},
		"IPv6 in brackets":                     {with(headerAddress, "[2001:db8::7]:46532"), secret, viewer{"2001:db8::7", "Berlin, Germany", "AS64500"}},
		"IPv4 in IPv6":                         {with(headerAddress, "::ffff:203.0.113.24:1"), secret, viewer{"203.0.113.24", "Berlin, Germany", "AS64500"}},
		"an address that is none":              {with(headerAddress, "mara:1"), secret, viewer{"", "Berlin, Germany", "AS64500"}},
		"without the secret nothing":           {with(headerSecret, ""), secret, viewer{}},
		"with a wrong secret nothing":          {with(headerSecret, secret+"!"), secret, viewer{}},
		"where no secret is set nothing":       {with(headerSecret, ""), "", viewer{}},
		"broken text is none":                  {with(headerCity, "Ber\xfflin"), secret, viewer{"203.0.113.24", "Germany", "AS64500"}},
		"broken before it became JSON":         {with(headerCity, "Ber\ufffdlin"), secret, viewer{"203.0.113.24", "Germany", "AS64500"}},
		"ten kilobytes are no address":         {with(headerAddress, strings.Repeat("1", 10_000)+":1"), secret, viewer{"", "Berlin, Germany", "AS64500"}},
		"ten kilobytes are no secret":          {with(headerSecret, strings.Repeat(secret, 700)), secret, viewer{}},
		"what cannot be shown goes":            {with(headerCity, "Ber\x00\u202elin\n"), secret, viewer{"203.0.113.24", "Berlin, Germany", "AS64500"}},
		"ten kilobytes are cut to 80 letters":  {with(headerCity, strings.Repeat("é", 5000), headerCountry, ""), secret, viewer{"203.0.113.24", strings.Repeat("é", 80), "AS64500"}},
		"80 letters are kept, as they are all": {with(headerCity, strings.Repeat("b", 80), headerCountry, ""), secret, viewer{"203.0.113.24", strings.Repeat("b", 80), "AS64500"}},
	} {
		t.Run(title, func(t *testing.T) {
			if got := viewerOf(row.headers, row.secret); got != row.want {
				t.Errorf("%+v, want %+v", got, row.want)
			}
		})
	}
}

// An event whose bytes are broken is decoded with marks in their place: they are shown to nobody, and whoever lacks the
// secret is believed nothing, whatever else she sends.
func TestR227BrokenBytesOfAnEventAreShownToNobody(t *testing.T) {
	const secret = "the-origin's-own"
	for title, row := range map[string]struct {
		sent string
		want viewer
	}{
		"beside the secret":  {secret, viewer{"203.0.113.24", "Germany", "AS64500"}},
		"without it":         {"", viewer{}},
		"with broken bytes":  {secret + "\xff", viewer{}},
		"in place of a byte": {"the-origin's-ow\xff", viewer{}},
	} {
		t.Run(title, func(t *testing.T) {
			payload := `{"headers":{"x-origin-secret":"` + row.sent + `","cloudfront-viewer-address":"203.0.113.24:46532",` +
				`"cloudfront-viewer-city":"Ber` + "\xff\xfe" + `lin","cloudfront-viewer-country-name":"Germany","cloudfront-viewer-asn":"64500"}}`
			var e events.APIGatewayV2HTTPRequest
			if err := json.Unmarshal([]byte(payload), &e); err != nil {
				t.Fatal(err)
			}
			if got := viewerOf(e.Headers, secret); got != row.want {
				t.Errorf("%+v, want %+v", got, row.want)
			}
		})
	}
}
