//! Dynamics 365 Customer Engagement (Dataverse).
//!
//! So far the services alone, imitated for the sandbox: the destination itself is not in the list yet.

pub mod fake;
