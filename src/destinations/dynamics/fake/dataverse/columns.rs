//! The columns of the table Lead, as far as leads from Marketplace and their readers meet them.
//!
//! Facts of `leadsourcecode` and `companyname`: the lead entity reference; lengths of the others are inferred where it does not tell them.

use super::super::world::on;
use crate::core::fake::Faults;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Up to so many UTF-16 units.
    Text(usize),
    Memo(usize),
    Whole,
    Yes,
    Time,
    /// A row of another table; in the Web API `_name_value`.
    Lookup,
    Key,
    /// A choice: its options, by value.
    Choice(&'static [(i64, &'static str)]),
    State(&'static [(i64, &'static str)]),
    Status(&'static [(i64, &'static str)]),
}

/// Who demands a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    None,
    Recommended,
    /// Forms do, the Web API does not.
    Application,
    /// The Web API does too.
    System,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Logical name.
    pub name: &'static str,
    pub schema_name: &'static str,
    pub kind: Kind,
    pub required: Required,
    /// Whether a client may set it.
    pub writable: bool,
    /// Whether column security guards it.
    pub secured: bool,
}

const LEAD_SOURCES: &[(i64, &str)] = &[
    (1, "Advertisement"),
    (2, "Employee Referral"),
    (3, "External Referral"),
    (4, "Partner"),
    (5, "Public Relations"),
    (6, "Seminar"),
    (7, "Trade Show"),
    (8, "Web"),
    (9, "Word of Mouth"),
    (10, "Other"),
];

/// Without *Web* and what follows, as somebody may have left it.
const FEWER_LEAD_SOURCES: &[(i64, &str)] = &[(1, "Advertisement"), (2, "Employee Referral"), (3, "External Referral"), (4, "Partner")];

const RATINGS: &[(i64, &str)] = &[(1, "Hot"), (2, "Warm"), (3, "Cold")];
const STATES: &[(i64, &str)] = &[(0, "Open"), (1, "Qualified"), (2, "Disqualified")];
const STATUSES: &[(i64, &str)] =
    &[(1, "New"), (2, "Contacted"), (3, "Qualified"), (4, "Lost"), (5, "Cannot Contact"), (6, "No Longer Interested"), (7, "Canceled")];

const fn column(name: &'static str, schema_name: &'static str, kind: Kind, required: Required, writable: bool) -> Column {
    Column { name, schema_name, kind, required, writable, secured: false }
}

const fn text(name: &'static str, schema_name: &'static str, length: usize) -> Column {
    column(name, schema_name, Kind::Text(length), Required::None, true)
}

const COLUMNS: [Column; 43] = [
    column("leadid", "LeadId", Kind::Key, Required::System, true),
    column("subject", "Subject", Kind::Text(300), Required::Application, true),
    text("firstname", "FirstName", 50),
    column("lastname", "LastName", Kind::Text(50), Required::Application, true),
    column("fullname", "FullName", Kind::Text(160), Required::None, false),
    column("companyname", "CompanyName", Kind::Text(100), Required::Recommended, true),
    text("jobtitle", "JobTitle", 100),
    text("emailaddress1", "EMailAddress1", 100),
    text("emailaddress2", "EMailAddress2", 100),
    text("telephone1", "Telephone1", 50),
    text("telephone2", "Telephone2", 50),
    text("mobilephone", "MobilePhone", 20),
    text("fax", "Fax", 50),
    text("websiteurl", "WebSiteUrl", 200),
    text("address1_line1", "Address1_Line1", 250),
    text("address1_city", "Address1_City", 80),
    text("address1_stateorprovince", "Address1_StateOrProvince", 50),
    text("address1_postalcode", "Address1_PostalCode", 20),
    text("address1_country", "Address1_Country", 80),
    text("salutation", "Salutation", 100),
    column("description", "Description", Kind::Memo(2000), Required::None, true),
    column("leadsourcecode", "LeadSourceCode", Kind::Choice(LEAD_SOURCES), Required::None, true),
    column("leadqualitycode", "LeadQualityCode", Kind::Choice(RATINGS), Required::None, true),
    column("numberofemployees", "NumberOfEmployees", Kind::Whole, Required::None, true),
    column("donotemail", "DoNotEMail", Kind::Yes, Required::None, true),
    column("donotphone", "DoNotPhone", Kind::Yes, Required::None, true),
    column("donotbulkemail", "DoNotBulkEMail", Kind::Yes, Required::None, true),
    column("statecode", "StateCode", Kind::State(STATES), Required::System, true),
    column("statuscode", "StatusCode", Kind::Status(STATUSES), Required::None, true),
    column("createdon", "CreatedOn", Kind::Time, Required::None, false),
    column("modifiedon", "ModifiedOn", Kind::Time, Required::None, false),
    column("overriddencreatedon", "OverriddenCreatedOn", Kind::Time, Required::None, true),
    column("estimatedclosedate", "EstimatedCloseDate", Kind::Time, Required::None, true),
    column("importsequencenumber", "ImportSequenceNumber", Kind::Whole, Required::None, true),
    column("versionnumber", "VersionNumber", Kind::Whole, Required::None, false),
    column("ownerid", "OwnerId", Kind::Lookup, Required::System, true),
    column("owninguser", "OwningUser", Kind::Lookup, Required::None, false),
    column("owningbusinessunit", "OwningBusinessUnit", Kind::Lookup, Required::None, false),
    column("createdby", "CreatedBy", Kind::Lookup, Required::None, false),
    column("modifiedby", "ModifiedBy", Kind::Lookup, Required::None, false),
    column("campaignid", "CampaignId", Kind::Lookup, Required::None, true),
    column("parentaccountid", "ParentAccountId", Kind::Lookup, Required::None, true),
    column("parentcontactid", "ParentContactId", Kind::Lookup, Required::None, true),
];

/// The columns, with what the environment's people did to them under these faults.
pub fn columns(faults: &Faults) -> Vec<Column> {
    let changed = |column: Column| match column.name {
        // Deleted.
        "leadsourcecode" if on(faults, "dynamics/unknown-column") => None,
        // Made anew as a text.
        "leadsourcecode" if on(faults, "dynamics/column-type-mismatch") => Some(Column { kind: Kind::Text(100), ..column }),
        "leadsourcecode" if on(faults, "dynamics/choice-value-invalid") => Some(Column { kind: Kind::Choice(FEWER_LEAD_SOURCES), ..column }),
        "leadsourcecode" if on(faults, "dynamics/leadsourcecode-permission") => Some(Column { secured: true, ..column }),
        "companyname" if on(faults, "dynamics/string-too-long") => Some(Column { kind: Kind::Text(10), ..column }),
        _ => Some(column),
    };
    let mut all: Vec<Column> = COLUMNS.into_iter().filter_map(changed).collect();
    if on(faults, "sandbox/dynamics-required-column") {
        all.push(column("new_region", "new_Region", Kind::Text(100), Required::System, true));
    }
    if on(faults, "sandbox/dynamics-form-required-column") {
        all.push(column("new_segment", "new_Segment", Kind::Text(100), Required::Application, true));
    }
    all
}

impl Column {
    /// Its property in the Web API.
    pub fn property(&self) -> String {
        if self.kind == Kind::Lookup { format!("_{}_value", self.name) } else { self.name.to_owned() }
    }

    /// Value and label of each option; none where it is no choice.
    pub fn options(&self) -> &'static [(i64, &'static str)] {
        match self.kind {
            Kind::Choice(options) | Kind::State(options) | Kind::Status(options) => options,
            _ => &[],
        }
    }
}
