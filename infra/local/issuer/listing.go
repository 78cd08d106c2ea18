package issuer

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

// The listing is the one call of Cognito's own API that somebody needs here: who is disabled. It is asked as the SDKs ask a
// user pool, by POST to the root with the name of the call in a header; whatever else is asked is refused in Cognito's
// way. There is one pool, whatever the caller calls it.

const (
	target    = "X-Amz-Target"
	listCall  = "AWSCognitoIdentityProviderService.ListUsers" // Cognito's word
	amzJSON   = "application/x-amz-json-1.1"
	mostAsked = 60
)

type listQuestion struct {
	Filter          string
	Limit           int
	PaginationToken string
}

type listed struct {
	Username   string
	Enabled    bool
	Attributes []attribute
}

type attribute struct{ Name, Value string }

// programs hands what the SDKs send to the listing, and everything else on.
func (i *Issuer) programs(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.URL.Path != "/" || r.Header.Get(target) == "" {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", amzJSON)
		if r.Header.Get(target) != listCall || r.Header.Get("Content-Type") != amzJSON {
			refuseCall(w, "UnknownOperationException", "of Cognito's API only ListUsers is spoken here, with "+amzJSON)
			return
		}
		i.list(w, r)
	})
}

func (i *Issuer) list(w http.ResponseWriter, r *http.Request) {
	var q listQuestion
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&q); err != nil {
		refuseCall(w, "SerializationException", err.Error())
		return
	}
	from, err := strconv.Atoi("0" + q.PaginationToken)
	if err != nil || q.Filter != `status = "Disabled"` || q.Limit < 0 || q.Limit > mostAsked {
		refuseCall(w, "InvalidParameterException", `ask with the filter status = "Disabled", a limit up to 60, and a token from here`)
		return
	}
	if q.Limit == 0 {
		q.Limit = mostAsked
	}
	all := i.Disabled()
	from = min(from, len(all))
	to := min(from+q.Limit, len(all))
	answer := map[string]any{"Users": listOf(all[from:to])}
	if to < len(all) {
		answer["PaginationToken"] = strconv.Itoa(to)
	}
	_ = json.NewEncoder(w).Encode(answer) // the caller has gone if this fails
}

func listOf(people []Person) []listed {
	list := []listed{}
	for _, p := range people {
		list = append(list, listed{p.Username, !p.Disabled, []attribute{{"sub", p.Sub}}})
	}
	return list
}

func refuseCall(w http.ResponseWriter, kind, why string) {
	w.WriteHeader(http.StatusBadRequest)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": kind, "message": why})
}

// Disabled answers everybody who may not sign in, in the order in which they were seated.
func (i *Issuer) Disabled() []Person {
	i.people.mu.RLock()
	defer i.people.mu.RUnlock()
	return slices.DeleteFunc(slices.Clone(i.people.list), func(one Person) bool { return !one.Disabled })
}
