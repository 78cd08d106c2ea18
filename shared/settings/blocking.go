package settings

import (
	"net/netip"
	"strings"

	"switchboard/shared/fault"
)

// BlockingRule bars addresses (R52): one, or all from the first to the last (R192). An agent's
// block makes a rule for one address alone (R190, R194).
type BlockingRule struct {
	ID          string `json:"rule,omitempty" pattern:"^[A-Za-z](_?[A-Za-z0-9])*$" maxLength:"80"`
	Name        string `json:"name,omitempty" maxLength:"80" doc:"The addresses, if it is left out."`
	Description string `json:"description,omitempty" maxLength:"1000"`
	From        string `json:"from" minLength:"1" maxLength:"39" doc:"An address, the first of a range, or a network such as 192.0.2.0/24."`
	To          string `json:"to,omitempty" maxLength:"39" doc:"The last of a range; none for a single address or a network."`
	By          string `json:"by,omitempty" doc:"Who made it; the system fills this in."`
	At          int64  `json:"at,omitempty" doc:"When, in milliseconds since 1970; the system fills this in."`
}

const maxAddress = 39 // the longest way to write an IPv6 address

// Canonical reads an address as it is compared and stored: IPv4 inside IPv6 is IPv4, and a zone, which means something on
// one machine only, is refused. The fault is invalid.
func Canonical(addr string) (netip.Addr, error) { return canonical("address", addr) }

func canonical(field, text string) (netip.Addr, error) {
	a, err := netip.ParseAddr(text)
	if err != nil || a.Zone() != "" {
		return netip.Addr{}, fault.InvalidField(field, "%.60q is not an address: write one such as 192.0.2.7 or 2001:db8::7", text)
	}
	return a.Unmap(), nil
}

// Normal is the rule with its addresses in canonical text: a network becomes the range that it is, a range of one address
// that address. It refuses, as invalid, what is malformed, runs backwards or mixes families (R192, R193), and texts that
// are too long. The id is checked if there is one.
func (r BlockingRule) Normal() (BlockingRule, error) {
	k := &check{}
	k.must(r.ID == "" || isID(r.ID), "rule", idShape, maxID)
	k.text("from", r.From, maxAddress)
	k.text("to", r.To, maxAddress)
	k.text("name", r.Name, maxName)
	k.text("description", r.Description, maxProse)
	if k.fault != nil {
		return BlockingRule{}, k.fault
	}
	first, last, err := r.bounds()
	if err != nil {
		return BlockingRule{}, err
	}
	r.From, r.To = first.String(), ""
	if first != last {
		r.To = last.String()
	}
	if strings.TrimSpace(r.Name) == "" {
		r.Name = strings.Trim(r.From+"-"+r.To, "-")
	}
	return r, nil
}

// bounds are the first and the last address, both barred.
func (r BlockingRule) bounds() (first, last netip.Addr, err error) {
	if strings.Contains(r.From, "/") {
		if r.To != "" {
			return first, last, fault.InvalidField("to", "must be left out with a network such as %.60q", r.From)
		}
		return network(r.From)
	}
	if first, err = canonical("from", r.From); err != nil || r.To == "" {
		return first, first, err
	}
	if last, err = canonical("to", r.To); err != nil {
		return first, last, err
	}
	switch {
	case first.BitLen() != last.BitLen():
		err = fault.InvalidField("to", "must be of the same family as from: both IPv4 or both IPv6")
	case last.Less(first):
		err = fault.InvalidField("to", "%s lies before %s: swap them", last, first)
	}
	return first, last, err
}

// network reads a network such as 192.0.2.0/24; one of IPv4 inside IPv6 is one of IPv4.
func network(text string) (first, last netip.Addr, err error) {
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return first, last, fault.InvalidField("from", "%.60q is not a network: write one such as 192.0.2.0/24 or 2001:db8::/32", text)
	}
	const mapped = 128 - 32 // of the bits, before those of the IPv4 address
	if p.Addr().Is4In6() {
		if p.Bits() < mapped {
			return first, last, fault.InvalidField("from", "%.60q holds IPv4 and IPv6: write one network for each", text)
		}
		p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-mapped)
	}
	first = p.Masked().Addr()
	return first, lastOf(first, p.Bits()), nil
}

// lastOf sets every bit behind the first ones of an address.
func lastOf(a netip.Addr, bits int) netip.Addr {
	raw := a.AsSlice()
	for i := bits; i < len(raw)*8; i++ {
		raw[i/8] |= 0x80 >> (i % 8)
	}
	last, _ := netip.AddrFromSlice(raw) // as long as an address is
	return last
}

// Single reports whether the rule names one address.
func (r BlockingRule) Single() bool {
	first, last, err := r.bounds()
	return err == nil && first == last
}

// Blocks reports whether an address is barred: either end of the range is, and whatever lies between (R192). A rule that
// Normal refuses bars nothing.
func (r BlockingRule) Blocks(a netip.Addr) bool {
	first, last, err := r.bounds()
	a = a.Unmap().WithZone("")
	return err == nil && a.BitLen() == first.BitLen() && !a.Less(first) && !last.Less(a)
}
