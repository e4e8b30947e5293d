//! What contestants do in the story.

use super::Story;
use super::stage::Stage;
use domain::ids::UnitId;
use domain::quiz::save::{Save, SaveReply, Slot};
use domain::quiz::submit::Submit;
use services::Actor;
use services::import::Upload;
use services::people::Declared;
use services::quiz::StartOn;

impl Stage {
    /// Imports a roster and signs everyone in; gives code and secret of each.
    pub(super) async fn roster(&mut self, contest: &str, people: usize) -> Vec<(String, String)> {
        let organiser = self.staff("bantochuc").await;
        let mut csv = String::from("Mã cán bộ;Họ và tên;Mã đơn vị;Tên đơn vị;Ngày sinh\n");
        for (n, given) in ["An", "Bình", "Cúc", "Dung", "Giang", "Hà"]
            .iter()
            .take(people)
            .enumerate()
        {
            let unit = n % 2 + 1;
            csv.push_str(&format!(
                "CB{n:05};Nguyễn Văn {given};DV{unit};Đơn vị {unit};1/1/1990\n"
            ));
        }
        let upload = Upload {
            file_name: "ds.csv".to_owned(),
            bytes: csv.into_bytes(),
        };
        let services = &self.services;
        let preview = services
            .preview_roster(&organiser, contest, upload.clone())
            .await
            .unwrap();
        let ticket = preview.ticket.unwrap();
        let done = services
            .import_roster(&organiser, contest, upload, &ticket)
            .await;
        let mut slips = done.unwrap().slips;
        slips.sort_by(|a, b| a.code.cmp(&b.code));
        for slip in &slips {
            let session = services
                .sign_in_roster(&Actor::anyone(), contest, &slip.code, &slip.secret)
                .await
                .unwrap();
            let actor = services.actor(Some(&session.token), None).await.unwrap();
            self.people.push(actor);
        }
        slips.into_iter().map(|s| (s.code, s.secret)).collect()
    }

    /// A person starts and answers so many questions from the first, the first `wrong` of them wrongly; who answers
    /// all ten predicts too. The attempt is called `person-n/round`.
    pub(super) async fn person_plays(
        &self,
        story: &mut Story,
        n: usize,
        round: &str,
        (wrong, answered): (usize, usize),
    ) -> String {
        let actor = &self.people[n];
        let services = &self.services;
        let attempt = services
            .start_attempt(actor, super::HUE, round, StartOn::default(), services.now())
            .await
            .unwrap();
        let sheet = services.quiz_sheet(actor, &attempt).await.unwrap();
        for (place, question) in sheet.questions.iter().enumerate().take(answered) {
            let right = &self.right[&question.stem];
            let is_right = |o: &String| right.contains(o);
            let places: Vec<usize> = (0..question.options.len())
                .filter(|i| is_right(&question.options[*i]) == (place >= wrong))
                .collect();
            let wanted = if place >= wrong { places.len() } else { 1 };
            let value: Vec<String> = places.iter().take(wanted).map(usize::to_string).collect();
            let slot = Slot::Question(u16::try_from(place).unwrap());
            self.save(actor, &attempt, slot, value.join(",")).await;
        }
        if answered == 10 {
            let guess = (1 + n).to_string();
            self.save(actor, &attempt, Slot::Prediction, guess).await;
        }
        story
            .attempts
            .push((format!("person-{n}/{round}"), attempt.clone()));
        attempt
    }

    async fn save(&self, actor: &Actor, attempt: &str, slot: Slot, value: String) {
        let key = format!("{attempt}-{}", slot.number());
        let save = Save {
            slot,
            value,
            base_revision: 0,
        };
        let services = &self.services;
        let reply = services
            .save_answer(actor, attempt, &key, save, services.now())
            .await;
        assert!(matches!(reply, Ok(SaveReply::Saved { .. })), "{reply:?}");
    }

    pub(super) async fn submit(&self, attempt: &str, n: usize) {
        let services = &self.services;
        let sent = services
            .submit(&self.people[n], attempt, services.now())
            .await
            .unwrap();
        assert!(matches!(sent, Submit::Sent { .. }), "{sent:?}");
    }

    /// Sweeps until nothing is overdue.
    pub(super) async fn sweep(&self) {
        let since = self.services.now();
        while self.services.sweep(since).await.unwrap().more {}
    }

    /// Code of a question that stands on a paper of this round.
    pub(super) async fn drawn_question(&self, contest: &str, round: &str) -> String {
        let contest = self.services.contest(contest).await.unwrap();
        assert!(contest.round(round).is_some());
        let mut tx = self.services.db().read().await.unwrap();
        let rows = store::question::list(&mut tx, contest.id.as_str()).await;
        rows.unwrap()[0].code.clone()
    }

    /// Pairs a kiosk; gives its device token.
    pub(super) async fn kiosk(&self, contest: &str, unit: &UnitId, label: &str) -> String {
        let organiser = self.staff("bantochuc").await;
        let (_, code) = self
            .services
            .create_kiosk(&organiser, contest, unit, label, 30)
            .await
            .unwrap();
        let device = self.services.pair_kiosk(&code.grouped()).await;
        device.unwrap().token
    }

    /// Someone declares themselves on a kiosk, starts and answers two questions; gives attempt and session.
    pub(super) async fn kiosk_turn(
        &self,
        contest: &str,
        round: &str,
        device: &str,
        who: &Declared,
    ) -> (String, String) {
        let services = &self.services;
        let idle = services.actor(None, Some(device)).await.unwrap();
        let session = services
            .sign_in_declared(&idle, contest, who, None)
            .await
            .unwrap();
        let actor = services
            .actor(Some(&session.token), Some(device))
            .await
            .unwrap();
        let attempt = services
            .start_attempt(&actor, contest, round, StartOn::default(), services.now())
            .await
            .unwrap();
        for place in 0..2 {
            self.save(&actor, &attempt, Slot::Question(place), "0".to_owned())
                .await;
        }
        (attempt, session.token)
    }
}
