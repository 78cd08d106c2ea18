package settings

import (
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"switchboard/shared/fault"
)

func TestRanges(t *testing.T) {
	rows := []struct {
		title, from, to   string
		normFrom, normTo  string
		barred, notBarred string
	}{
		{"ST23 (R192): IPv4", "192.0.2.7", "192.0.2.9", "192.0.2.7", "192.0.2.9",
			"192.0.2.7 192.0.2.8 192.0.2.9 ::ffff:192.0.2.8", "192.0.2.6 192.0.2.10 ::c000:208 2001:db8::1"},
		{"ST23 (R192): IPv4 is compared as numbers", "9.255.255.255", "10.0.0.0", "9.255.255.255", "10.0.0.0",
			"9.255.255.255 10.0.0.0", "9.255.255.254 10.0.0.1"},
		{"ST23 (R192): all of IPv4", "0.0.0.0", "255.255.255.255", "0.0.0.0", "255.255.255.255", "0.0.0.0 255.255.255.255", ":: ::1"},
		{"ST23 (R192): IPv6", "2001:DB8:0::ffff", "2001:db8::1:1", "2001:db8::ffff", "2001:db8::1:1",
			"2001:db8::ffff 2001:db8::1:0 2001:db8::1:1", "2001:db8::fffe 2001:db8::1:2 192.0.2.7"},
		{"ST23 (R192): IPv4 inside IPv6 at one end", "::ffff:192.0.2.7", "192.0.2.9", "192.0.2.7", "192.0.2.9", "192.0.2.8", "192.0.2.10"},
		{"ST23 (R192): a network of IPv4", "192.0.2.0/30", "", "192.0.2.0", "192.0.2.3", "192.0.2.0 192.0.2.3", "192.0.1.255 192.0.2.4"},
		{"ST23 (R192): a network by one of its addresses", "192.0.2.130/25", "", "192.0.2.128", "192.0.2.255",
			"192.0.2.128 192.0.2.255", "192.0.2.127 192.0.3.0"},
		{"ST23 (R192): a network of IPv6", "2001:db8::/32", "", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
			"2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff 2001:db9::"},
		{"ST23 (R192): a network of IPv4 inside IPv6", "::ffff:192.0.2.0/120", "", "192.0.2.0", "192.0.2.255",
			"192.0.2.0 192.0.2.255", "192.0.1.255 192.0.3.0"},
		{"ST23 (R192): all of IPv6", "::/0", "", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ":: ffff::", "192.0.2.7 ::ffff:192.0.2.7"},
		{"ST24 (R190): one address", "192.0.2.7", "", "192.0.2.7", "", "192.0.2.7 ::ffff:192.0.2.7", "192.0.2.6 192.0.2.8"},
		{"ST24 (R190): one of IPv6, written long", "2001:0DB8:0:0:0:0:0:0007", "", "2001:db8::7", "", "2001:db8::7", "2001:db8::6 2001:db8::8"},
		{"ST24 (R192): a range of one", "192.0.2.7", "::ffff:192.0.2.7", "192.0.2.7", "", "192.0.2.7", "192.0.2.6 192.0.2.8"},
		{"ST24 (R192): a network of one", "2001:db8::7/128", "", "2001:db8::7", "", "2001:db8::7", "2001:db8::6 2001:db8::8"},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			given := BlockingRule{From: r.from, To: r.to}
			rule, err := given.Normal()
			if err != nil || rule.From != r.normFrom || rule.To != r.normTo || rule.Single() != (r.normTo == "") || given.Single() != rule.Single() {
				t.Fatalf("got %+v, single %t, %v", rule, rule.Single(), err)
			}
			for want, list := range map[bool]string{true: r.barred, false: r.notBarred} {
				for _, text := range strings.Fields(list) {
					if a := netip.MustParseAddr(text); rule.Blocks(a) != want || given.Blocks(a) != want {
						t.Errorf("%s: barred is not %t", text, want)
					}
				}
			}
		})
	}
}

func TestRefusedRules(t *testing.T) {
	rows := []struct{ title, from, to, field string }{
		{"ST25 (R193): backwards", "192.0.2.9", "192.0.2.7", "to"},
		{"ST25 (R193): backwards in IPv6", "2001:db8::2", "2001:db8::1", "to"},
		{"ST25 (R193): mixed families", "192.0.2.7", "2001:db8::1", "to"},
		{"ST25 (R193): mixed the other way", "::", "192.0.2.7", "to"},
		{"ST25 (R193): a network and an end", "192.0.2.0/24", "192.0.2.9", "to"},
		{"ST25 (R193): a network that holds both families", "::ffff:192.0.2.0/90", "", "from"},
		{"ST25 (R193): nothing", "", "", "from"},
		{"ST25 (R193): an end alone", "", "192.0.2.7", "from"},
		{"ST25 (R193): three numbers", "192.0.2", "", "from"},
		{"ST25 (R193): a number too large", "192.0.2.256", "", "from"},
		{"ST25 (R193): a leading zero", "192.0.2.07", "", "from"},
		{"ST25 (R193): a space", " 192.0.2.7", "", "from"},
		{"ST25 (R193): a port", "192.0.2.7:80", "", "from"},
		{"ST25 (R193): a name", "shop.example", "", "from"},
		{"ST25 (R193): a star", "192.0.2.*", "", "from"},
		{"ST25 (R193): a zone", "fe80::1%eth0", "", "from"},
		{"ST25 (R193): a zone at the end", "fe80::1", "fe80::2%eth0", "to"},
		{"ST25 (R193): a malformed end", "192.0.2.7", "192.0.2.x", "to"},
		{"ST25 (R193): a network at the end", "192.0.2.0", "192.0.2.0/24", "to"},
		{"ST25 (R193): a mask too long", "192.0.2.0/33", "", "from"},
		{"ST25 (R193): a mask written as an address", "192.0.2.0/255.255.255.0", "", "from"},
		{"ST26 (R52): 40 characters", "2001:0db8:0000:0000:0000:0000:0000:00007", "", "from"},
		{"ST26 (R52): 40 characters at the end", "::", "2001:0db8:0000:0000:0000:0000:0000:00007", "to"},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			given := BlockingRule{From: r.from, To: r.to}
			_, err := given.Normal()
			refused(t, err, fault.Invalid, r.field)
			if a := netip.MustParseAddr("192.0.2.7"); given.Blocks(a) && len(r.from) < 40 && len(r.to) < 40 {
				t.Error("it bars an address all the same")
			}
		})
	}
}

func TestRulesAsStored(t *testing.T) {
	t.Run("ST26 (R52): a rule is read back as it was stored", func(t *testing.T) {
		rule := BlockingRule{
			ID: "night_1", Name: "Night", Description: "Sent the same again and again.", From: "192.0.2.7", To: "192.0.2.9",
			By: "sub-1", At: 1700000000000,
		}
		everyFieldIsSet(t, "rule", reflect.ValueOf(rule))
		if got, err := again(t, rule).Normal(); err != nil || got != rule {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("ST26 (R52): the longest address has 39 characters", func(t *testing.T) {
		long := "2001:0db8:0000:0000:0000:0000:0000:0007"
		if rule, err := (BlockingRule{From: long, To: long}).Normal(); err != nil || rule.From != "2001:db8::7" {
			t.Errorf("got %+v, %v", rule, err)
		}
	})
	t.Run("ST26 (R52): without a name it is named by its addresses", func(t *testing.T) {
		long := strings.Repeat("f", 4) + strings.Repeat(":ffff", 7)
		for want, rule := range map[string]BlockingRule{
			"192.0.2.7": {From: "192.0.2.7"}, "192.0.2.0-192.0.2.255": {From: "192.0.2.0/24", Name: " "},
			"1111:1111:1111:1111:1111:1111:1111:1111-" + long: {From: "1111:1111:1111:1111:1111:1111:1111:1111", To: long},
		} {
			if got, err := rule.Normal(); err != nil || got.Name != want || len(got.Name) > maxName {
				t.Errorf("got %+v, %v", got, err)
			}
		}
	})
	rows := []struct {
		title, field string
		rule         BlockingRule
	}{
		{"ST26 (R52): name of 80", "", BlockingRule{Name: strings.Repeat("é", 80)}},
		{"ST26 (R52): of 81", "name", BlockingRule{Name: strings.Repeat("é", 81)}},
		{"ST26 (R52): description of 1,000", "", BlockingRule{Description: strings.Repeat("é", 1000)}},
		{"ST26 (R52): of 1,001", "description", BlockingRule{Description: strings.Repeat("é", 1001)}},
		{"ST26 (R27): an id that is none", "rule", BlockingRule{ID: "night__1"}},
	}
	for _, r := range rows {
		t.Run(r.title, func(t *testing.T) {
			r.rule.From = "192.0.2.7"
			_, err := r.rule.Normal()
			refused(t, err, fault.Invalid, r.field)
		})
	}
	t.Run("ST24 (R190): no address at all is barred by nothing", func(t *testing.T) {
		if (BlockingRule{From: "::/0"}).Blocks(netip.Addr{}) {
			t.Error("barred")
		}
	})
	t.Run("ST24 (R190): a zone makes no other address", func(t *testing.T) {
		if !(BlockingRule{From: "fe80::1"}).Blocks(netip.MustParseAddr("fe80::1%eth0")) {
			t.Error("not barred")
		}
	})
}
