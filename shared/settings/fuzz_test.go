package settings

import (
	"net/netip"
	"testing"

	"switchboard/shared/fault"
)

// An address is refused as invalid, or its canonical text is read as the same address and bars it.
func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{"192.0.2.7", "::ffff:192.0.2.7", "2001:db8::7", "fe80::1%eth0", "", "1.2.3", "::1.2.3.4", "[::1]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := Canonical(text)
		if err != nil {
			if !fault.Is(err, fault.Invalid) || a.IsValid() {
				t.Fatalf("%q: %v, %v", text, a, err)
			}
			return
		}
		back, err := Canonical(a.String())
		if err != nil || back != a || a.Is4In6() || a.Zone() != "" || len(a.String()) > maxAddress {
			t.Fatalf("%q is %v, read again %v, %v", text, a, back, err)
		}
		if rule := (BlockingRule{From: a.String()}); !rule.Single() || !rule.Blocks(a) {
			t.Fatalf("%v does not bar %v", rule, a)
		}
	})
}

// A rule is refused as invalid, or it is the same when it is made normal again, and bars both its ends and neither of
// their neighbours.
func FuzzNormal(f *testing.F) {
	for _, seed := range [][3]string{
		{"192.0.2.7", "", ""}, {"192.0.2.7", "192.0.2.9", "Night"}, {"192.0.2.0/24", "", ""}, {"2001:db8::/32", "", ""}, {"::/0", "", ""},
		{"::ffff:0:0/96", "", ""}, {"::ffff:1.2.3.4", "1.2.3.5", ""}, {"9.9.9.9", "::1", ""}, {"2.2.2.2", "1.1.1.1", ""}, {"fe80::1%a/64", "", ""},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, from, to, name string) {
		rule, err := BlockingRule{From: from, To: to, Name: name}.Normal()
		if err != nil {
			if !fault.Is(err, fault.Invalid) || rule != (BlockingRule{}) {
				t.Fatalf("%q to %q: %+v, %v", from, to, rule, err)
			}
			return
		}
		if again, err := rule.Normal(); err != nil || again != rule || rule.Single() != (rule.To == "") {
			t.Fatalf("%+v, made normal again %+v, %v", rule, again, err)
		}
		first := netip.MustParseAddr(rule.From)
		last := first
		if rule.To != "" {
			last = netip.MustParseAddr(rule.To)
		}
		if !rule.Blocks(first) || !rule.Blocks(last) || last.Less(first) || rule.Blocks(first.Prev()) || rule.Blocks(last.Next()) {
			t.Fatalf("%+v bars the wrong ones", rule)
		}
	})
}
