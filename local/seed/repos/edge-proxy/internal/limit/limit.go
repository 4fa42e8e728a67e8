// Package limit refuses clients that ask too often.
package limit

import (
	"net"
	"net/http"
	"sync"

	"golang.org/x/time/rate"
)

// PerClient lets each address through perSecond times a second, with bursts of twice that.
func PerClient(perSecond float64, next http.Handler) http.Handler {
	var clients sync.Map
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			http.Error(w, "bad address", http.StatusBadRequest)
			return
		}
		fresh := rate.NewLimiter(rate.Limit(perSecond), int(perSecond*2))
		limiter, _ := clients.LoadOrStore(host, fresh)
		if !limiter.(*rate.Limiter).Allow() {
			w.Header().Set("Retry-After", "1")
			http.Error(w, "too many requests", http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, r)
	})
}
