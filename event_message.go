package peil

// MessageSent is an e-mail that left. Content is the id of the content version.
type MessageSent struct {
	Message        ID     `json:"message"`
	User           ID     `json:"user,omitzero"`
	Template       string `json:"template,omitempty"`
	SubjectVariant string `json:"subject_variant,omitempty"`
	Content        string `json:"content,omitempty"`
	// Links counts the links in it.
	Links        int   `json:"links,omitempty"`
	SequenceStep int   `json:"sequence_step,omitempty"`
	Automated    bool  `json:"automated,omitempty"`
	Tracked      bool  `json:"tracked,omitempty"`
	Consent      bool  `json:"consent,omitempty"`
	Cold         *bool `json:"cold,omitempty"`
	About
}

// MessageDelivered is a delivery; the same fields serve the other receipts.
type MessageDelivered struct {
	Message ID `json:"message"`
	About
}

// MessageBounced is a delivery that failed.
type MessageBounced struct {
	Message ID `json:"message"`
	About
}

// MessageComplained is a recipient who reported the message as spam.
type MessageComplained struct {
	Message ID `json:"message"`
	About
}

// MessageUnsubscribed is a recipient who left the list.
type MessageUnsubscribed struct {
	Message ID `json:"message"`
	About
}

// IPClass says what sort of network fetched an image or a link.
type IPClass string

// The classes of network.
const (
	AppleRelay    IPClass = "apple_relay"
	Datacenter    IPClass = "datacenter"
	Scanner       IPClass = "scanner"
	PrefetchProxy IPClass = "prefetch_proxy"
	ISP           IPClass = "isp"
	UnknownIP     IPClass = "unknown"
)

// MessageOpened is a raw open signal; human or machine is derived. Texts: ua
// (the subject is the message; versions tell the signals apart).
type MessageOpened struct {
	Message ID      `json:"message"`
	IPClass IPClass `json:"ip_class"`
	// UAHash tells user agents apart without storing them.
	UAHash string `json:"ua_hash,omitempty"`
	// UABare is true where the user agent is exactly "Mozilla/5.0".
	UABare bool `json:"ua_bare,omitempty"`
	About
}

// MessageClicked is a raw click signal. Link is its index from 1, or
// HoneypotLink.
type MessageClicked struct {
	Message ID      `json:"message"`
	Link    int     `json:"link"`
	Method  string  `json:"method"`
	IPClass IPClass `json:"ip_class"`
	UAHash  string  `json:"ua_hash,omitempty"`
	// Unsubscribe marks the unsubscribe link: not a click of interest.
	Unsubscribe bool `json:"unsubscribe,omitempty"`
	About
}

// HoneypotLink is the index of the invisible link that only machines follow.
const HoneypotLink = -1

// MessageReplied is an answer; an automated one is an auto-reply.
type MessageReplied struct {
	Message   ID   `json:"message"`
	Automated bool `json:"automated,omitempty"`
	About
}

func (p MessageSent) Subject() ID         { return p.Message }
func (p MessageDelivered) Subject() ID    { return p.Message }
func (p MessageBounced) Subject() ID      { return p.Message }
func (p MessageComplained) Subject() ID   { return p.Message }
func (p MessageUnsubscribed) Subject() ID { return p.Message }
func (p MessageOpened) Subject() ID       { return p.Message }
func (p MessageClicked) Subject() ID      { return p.Message }
func (p MessageReplied) Subject() ID      { return p.Message }
