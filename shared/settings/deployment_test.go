package settings

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"switchboard/shared/fault"
)

func TestOrigins(t *testing.T) {
	good := []string{"https://shop.example", "https://shop.example:8443", "http://localhost:5173", "http://127.0.0.1:8080", "http://[::1]:8080"}
	bad := []string{
		"", "*", "shop.example", "//shop.example", "https://", "https://shop.example/", "https://shop.example/help", "https://shop.example?a=b",
		"https://shop.example#top", "https://noor@shop.example", "https://*.shop.example", "https://Shop.example", "https://shop.example:443",
		"http://shop.example:80", "https://shop.example:", "ftp://shop.example", "javascript://shop.example", "https://lämpchen.example",
	}
	with := func(origins ...string) error {
		return changed(func(c *Configuration) { c.Deployments[0].Origins = origins }).Check()
	}
	for _, o := range good {
		t.Run("ST19 (R49): as browsers send it: "+o, func(t *testing.T) { refused(t, with(o), "", "") })
	}
	for _, o := range bad {
		t.Run("ST19 (R49): as no browser sends it: "+o, func(t *testing.T) {
			refused(t, with("https://shop.example", o), fault.Invalid, "deployments.demo.origins")
		})
	}
	t.Run("ST19 (R49): 4,096 characters in all, with commas", func(t *testing.T) {
		first := "https://" + strings.Repeat("a", 4096-8-1-20)
		refused(t, with(first, "https://shop.example"), "", "")
		refused(t, with(first+"a", "https://shop.example"), fault.Invalid, "deployments.demo.origins")
	})
	t.Run("ST3 (R49): a colour is one", func(t *testing.T) {
		c := changed(func(c *Configuration) { c.Deployments[0].Accent = "red" })
		refused(t, c.Check(), fault.Invalid, "deployments.demo.accent")
	})
}

func TestSwitches(t *testing.T) {
	t.Run("ST21 (R120, R311, R312): everything is off at first", func(t *testing.T) {
		if got := (Configuration{}).WithDefaults().Organisation; got != (Organisation{}) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("ST21 (R50, R51): so is what a deployment allows", func(t *testing.T) {
		if d, ok := lantern().Deployment("demo"); !ok || d.SaveTranscript || d.PrechatAPI {
			t.Errorf("got %+v", d)
		}
	})
}

func TestClocks(t *testing.T) {
	t.Run("ST20 (R309): what is not set has its default, what is set keeps it", func(t *testing.T) {
		c := Configuration{Clocks: Clocks{Grace: Wait(3 * time.Second)}}.WithDefaults().Clocks
		want := `{"ticket":"1m0s","beat":"2m0s","visitorGone":"5m0s","disconnected":"2m0s","left":"1m0s","lease":"15s","leaseLost":"45s",` +
			`"idle":"1m0s","idleLost":"2m30s","closeDelay":"15s","grace":"3s","offered":"5s","invite":"1m0s","positions":"5s"}`
		if body, err := json.Marshal(c); err != nil || string(body) != want {
			t.Errorf("got %s, %v", body, err)
		}
	})
	t.Run("ST20 (R309): defaults are not kept in the document that they were asked of", func(t *testing.T) {
		c := lantern()
		if c.WithDefaults(); c.Clocks != (Clocks{}) {
			t.Errorf("got %+v", c.Clocks)
		}
	})
	t.Run("ST20 (R309): each from a second to a day", func(t *testing.T) {
		var probe Clocks
		for i, clock := range probe.all() {
			for wait, field := range map[time.Duration]string{
				time.Second: "", 24 * time.Hour: "", time.Second - 1: "clocks." + clock.name, 24*time.Hour + 1: "clocks." + clock.name,
				-time.Second: "clocks." + clock.name,
			} {
				var c Configuration
				*c.Clocks.all()[i].wait = Wait(wait)
				refused(t, c.Check(), fault.Invalid, field)
			}
		}
	})
	t.Run("ST20 (R309): written as people do", func(t *testing.T) {
		var c Clocks
		err := json.Unmarshal([]byte(`{"grace":"90s","beat":"2m"}`), &c)
		if err != nil || c.Grace.D() != 90*time.Second || c.Beat.D() != 2*time.Minute {
			t.Errorf("got %+v, %v", c, err)
		}
		if err := json.Unmarshal([]byte(`{"grace":"soon"}`), &c); err == nil || !strings.Contains(err.Error(), "90s or 2m") {
			t.Errorf("got %v", err)
		}
	})
}
