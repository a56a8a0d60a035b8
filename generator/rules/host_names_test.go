package rules

import (
	"slices"
	"testing"

	"gongkai/generator/config"
)

// TestLimitedHostsAreKnown: limits of a host that the settings refuse would be
// checked for nobody.
func TestLimitedHostsAreKnown(t *testing.T) {
	for host := range limits {
		if !slices.Contains(config.Hosts, host) {
			t.Errorf("%s has limits and is none of the hosts that settings may name", host)
		}
	}
}
