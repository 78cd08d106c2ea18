package settings

import (
	"slices"

	"switchboard/shared/fault"
)

// CheckChange refuses, as forbidden, to turn conferences on in a configuration without the permission for it; a new
// configuration with conferences counts as turned on (R157). by is what the person who changes it may do.
func CheckChange(was, is Configuration, by []Permission) error {
	if slices.Contains(by, ConferencePermission) {
		return nil
	}
	for _, a := range is.AgentConfigurations {
		if before, _ := was.AgentConfiguration(a.ID); a.Conferences && !before.Conferences {
			return &fault.Error{
				Kind: fault.Forbidden, Field: "agentConfigurations." + a.ID + ".conferences",
				Message: "Turning conferences on takes a permission of its own. Ask an administrator who has it, or leave them off.",
			}
		}
	}
	return nil
}
