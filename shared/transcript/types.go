package transcript

// EventType is the API value of a derived event (R241, R250).
type EventType string

// The types that follow from the logs.
const (
	ChatRequest    EventType = "ChatRequest"
	Enqueue        EventType = "Enqueue"
	PushAssignment EventType = "PushAssignment"
	ChoiceRoute    EventType = "ChoiceRoute"
	Accept         EventType = "Accept"
	DeclineManual  EventType = "DeclineManual"
	DeclineTimeout EventType = "DeclineTimeout"
	CancelBlocked  EventType = "CancelBlocked"
	CancelNoAgent  EventType = "CancelNoAgent"
	CancelNoQueue  EventType = "CancelNoQueue"
	CancelVisitor  EventType = "CancelVisitor"

	AlertCriticalWaitChat EventType = "AlertCriticalWaitChat"
	ClearCriticalWaitChat EventType = "ClearCriticalWaitChat"
	IdleWarningTriggered  EventType = "ChasitorIdleTimeoutWarningTriggered"
	IdleWarningCleared    EventType = "ChasitorIdleTimeoutWarningCleared"
	IdleTimeout           EventType = "ChasitorIdleTimeout"

	TransferRequest        EventType = "TransferRequest"
	Transfer               EventType = "Transfer"
	TransferCancelled      EventType = "TransferCancelled"
	TransferDeclined       EventType = "TransferDeclined"
	TransferredToButton    EventType = "TransferredToButton"
	TransferToButtonFailed EventType = "TransferToButtonFailed"

	ConferenceRequest         EventType = "ConferenceRequest"
	ConferenceRequestCanceled EventType = "ConferenceRequestCanceled"
	ConferenceRequestDeclined EventType = "ConferenceRequestDeclined"
	OperatorJoinedConference  EventType = "OperatorJoinedConference"
	OperatorLeftConference    EventType = "OperatorLeftConference"

	AgentBlocked          EventType = "AgentBlocked"
	FlagRaised            EventType = "FlagRaised"
	FlagLoweredAgent      EventType = "FlagLoweredAgent"
	FlagLoweredSupervisor EventType = "FlagLoweredSupervisor"

	LeaveAgent   EventType = "LeaveAgent"
	LeaveVisitor EventType = "LeaveVisitor"
	EndAgent     EventType = "EndAgent"
	EndVisitor   EventType = "EndVisitor"
	Other        EventType = "Other"
)

// labels are what people read.
var labels = map[EventType]string{
	ChatRequest:    "Chat Requested",
	Enqueue:        "Queued",
	PushAssignment: "Routed (Push)",
	ChoiceRoute:    "Routed (Choice)",
	Accept:         "Accepted",
	DeclineManual:  "Declined (Manual)",
	DeclineTimeout: "Declined (Time-Out)",
	CancelBlocked:  "Canceled (Blocked)",
	CancelNoAgent:  "Canceled (No Agent)",
	CancelNoQueue:  "Canceled (No Queue)",
	CancelVisitor:  "Canceled by Visitor",

	AlertCriticalWaitChat: "Critical Wait Alert Time Reached",
	ClearCriticalWaitChat: "Critical Wait Alert Cleared",
	IdleWarningTriggered:  "Customer Time-Out Warning Shown",
	IdleWarningCleared:    "Customer Time-Out Warning Cleared",
	IdleTimeout:           "Customer Time-Out",

	TransferRequest:        "Transfer Requested",
	Transfer:               "Transfer Accepted",
	TransferCancelled:      "Transfer Request Canceled",
	TransferDeclined:       "Transfer Request Declined",
	TransferredToButton:    "Transferred to Button",
	TransferToButtonFailed: "Transfer to Button Failed",

	ConferenceRequest:         "Chat Conference Requested",
	ConferenceRequestCanceled: "Chat Conference Canceled",
	ConferenceRequestDeclined: "Chat Conference Declined",
	OperatorJoinedConference:  "Agent Joined Conference",
	OperatorLeftConference:    "Agent Left Conference",

	AgentBlocked:          "Blocked by Agent",
	FlagRaised:            "Assistance Flag Raised",
	FlagLoweredAgent:      "Assistance Flag Lowered (Agent)",
	FlagLoweredSupervisor: "Assistance Flag Lowered (Supervisor)",

	LeaveAgent:   "Agent Left",
	LeaveVisitor: "Visitor Left",
	EndAgent:     "Ended by Agent",
	EndVisitor:   "Ended by Visitor",
	Other:        "Other",
}
