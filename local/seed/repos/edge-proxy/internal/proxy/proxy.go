// Package proxy forwards requests and repeats those that are safe to repeat.
package proxy

import (
	"net/http"
	"net/http/httputil"
	"net/url"
)

const maxAttempts = 3

// New forwards every request to the target.
func New(target *url.URL) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.SetXForwarded()
		},
		Transport: retrying{http.DefaultTransport},
	}
}

type retrying struct{ next http.RoundTripper }

func (t retrying) RoundTrip(r *http.Request) (*http.Response, error) {
	attempts := 1
	if idempotent(r) {
		attempts = maxAttempts
	}
	var err error
	for range attempts {
		var response *http.Response
		if response, err = t.next.RoundTrip(r); err == nil {
			return response, nil
		}
	}
	return nil, err
}

func idempotent(r *http.Request) bool {
	return r.Body == nil && (r.Method == http.MethodGet || r.Method == http.MethodHead)
}
