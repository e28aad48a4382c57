package org.agentbroker.cli.command;

import org.agentbroker.broker.doctor.Finding;

/** Where the findings of the doctor go: standard output, as text or as JSON. */
interface DoctorOutput {
    void begin(String client);

    void tell(Finding finding);

    /** All clients have been looked at. */
    void end(DoctorTotals totals);
}
